// Names that are common in the United Kingdom and that the packaged lists lack or place too low, by origin. Written
// down by hand from common knowledge; no list was copied.

export interface Supplement {
  origin: string;
  /** Share of people in the United Kingdom that this list stands for, roughly. */
  share: number;
  surnames: string;
  forenames: string;
}

export const SUPPLEMENT: readonly Supplement[] = [
  {
    origin: 'south-asian',
    share: 0.07,
    surnames: `Khan Hussain Hussein Ahmed Ahmad Ali Begum Bibi Akhtar Akhter Mahmood Mehmood Iqbal Patel Singh Kaur Shah Rahman Rehman Miah Uddin
      Malik Mirza Butt Bhatti Chaudhry Choudhury Choudhry Chowdhury Chaudhary Dar Javed Javaid Rafiq Shafiq Siddiqui Siddique Qureshi Sheikh Shaikh Raja
      Rashid Saleem Sharif Tariq Yousaf Yusuf Yousuf Zaman Zafar Aslam Anwar Ashraf Aziz Azam Bashir Baig Farooq Ghafoor Hanif Haq Haque Hassan Hasan
      Hameed Hamid Ishaq Islam Ismail Jabeen Kausar Khatun Khatoon Khalid Khaliq Latif Majid Masood Mughal Munir Mushtaq Nadeem Naseem Nawaz Nazir Noor
      Parveen Perveen Pervez Qadir Rana Rasool Raza Rauf Riaz Sadiq Sajid Saeed Sarwar Shabir Shabbir Shahid Shaheen Sultana Sultan Tahir Waheed Yasin
      Yaqoob Zahid Akram Arshad Asghar Ayub Babar Bukhari Gilani Gulzar Kayani Kazmi Lone Memon Nasir Niaz Rizvi Syed Sarfraz Suleman Ullah Alam Amin
      Azad Barua Bhuiyan Bhuyan Gani Hoque Hossain Kabir Karim Khanom Mia Mollah Mukit Munshi Quddus Salam Sarkar Sarker Talukdar Talukder Ullah
      Sharma Gupta Kumar Verma Joshi Desai Mehta Parmar Solanki Chauhan Chohan Mistry Modi Naik Nair Pillai Menon Iyer Rao Reddy Naidu Das Dutta Ghosh
      Bose Sen Roy Mukherjee Mukhopadhyay Banerjee Chatterjee Bhattacharya Bhattacharyya Chakrabarti Sengupta Dasgupta Majumdar Mitra Nandi Pal
      Gill Dhillon Sandhu Sidhu Grewal Virk Bains Bhogal Brar Cheema Dhaliwal Dhami Dosanjh Gahir Hothi Johal Kang Khangura Lally Mann Matharu Nijjar
      Panesar Phull Purewal Rai Randhawa Sahota Sangha Sanghera Sehmi Sohal Sokhi Toor Uppal Atwal Aujla Bassi Basra Birdi Deol Dhanda Garcha Jassal
      Jandu Kalsi Khatkar Kooner Nagra Pooni Rayat Samra Takhar Thandi Vadher Vyas Trivedi Thakkar Thakrar Pandya Pandit Parekh Parikh Raval Rathod
      Lad Kotecha Lakhani Kanani Jadeja Hirani Gohil Dave Bhatt Bhavsar Amin Acharya Agarwal Aggarwal Ahuja Anand Arora Bajaj Bakshi Batra Bhalla
      Bhandari Bhardwaj Chadha Chandra Chawla Chopra Dhawan Dhingra Goel Goyal Gulati Jain Jha Kapoor Kapur Khanna Khurana Kohli Lal Luthra Madan
      Malhotra Mathur Mehra Mishra Nagpal Nanda Narang Nath Oberoi Pathak Puri Sachdeva Saini Saxena Sethi Sikka Sinha Soni Srivastava Suri Tandon
      Thakur Tiwari Tripathi Vohra Wadhwa Walia Yadav Fernandes Pereira Gunawardena Jayasinghe Perera Rajapaksa Wickramasinghe Sivakumar Sivalingam
      Rajaratnam Nadarajah Kanagaratnam Selvaratnam Thevarajah Subramaniam Balasubramaniam Krishnan Krishnamurthy Raman Ramachandran Venkatesan
      Gurung Rai Limbu Thapa Tamang Magar Shrestha Pun Rana Ghale`,
    forenames: `Mohammed Mohammad Muhammad Mohamed Imran Aisha Ayesha Fatima Fatimah Harpreet Gurpreet Manpreet Jaspreet Priya Sanjay Rajesh Amir Aamir Adeel
      Adil Adnan Afzal Ahsan Akash Alisha Amina Aminah Amna Amrit Anil Anita Anjali Anjum Ansar Anwar Aqeel Arif Arjun Arshad Arun Asad Ashok Asif
      Asma Atif Ayaan Ayub Azhar Balbir Baljit Baljinder Balwinder Bilal Bilqis Bushra Daljit Danish Deepak Deepa Dilip Dipak Ehsan Faisal Faiza Farah
      Farhan Farhana Farida Farooq Faraz Fozia Ghulam Gurdeep Gurjit Gurminder Habib Hafsa Hamza Haroon Harbinder Hardeep Harjit Harminder Haris Harvinder
      Hassan Hasnain Humaira Huma Husnain Ibrahim Iftikhar Ijaz Inderjit Iqra Irfan Ishfaq Ismail Jagdeep Jagdish Jagjit Jamil Jasbir Jaswinder Javed
      Jyoti Kamal Kamaljit Kamran Karan Kashif Kavita Khadija Khadijah Khalid Khurram Kiran Kuldip Kulwinder Lakhbir Laila Lubna Madiha Mahesh Mahmood
      Majid Manjit Maninder Manoj Maria Maryam Masood Meena Meera Mehreen Mehwish Mohan Mohsin Mubashir Mukesh Munir Mushtaq Nabeela Nadeem Nadia Naheed
      Naila Naseem Nasir Nasreen Naveed Navdeep Navjot Nazia Nazir Neelam Neha Nighat Nikhil Nisha Nitin Noreen Omar Osman Parminder Parveen Parvez
      Pawan Pooja Pradeep Pritpal Qasim Rabia Rahul Raj Rajan Rajinder Raju Rakesh Ramesh Ravi Ravinder Razia Rehana Rekha Riaz Rizwan Rohan Rohit
      Rubina Rukhsana Saad Saba Sabah Sabina Sadia Safia Saima Sajid Sajida Sakib Salim Salma Saleem Sameer Samina Sandeep Sangeeta Sanjeev Sara Sarfraz
      Satnam Satwinder Seema Shabana Shabnam Shafiq Shaheen Shahid Shaista Shakeel Shamim Shazia Sheetal Sheraz Shoaib Shreya Simran Sobia Sohail Sonia
      Sukhdev Sukhjit Sukhwinder Suman Sumera Sunil Sunita Surinder Suresh Surjit Sushil Tahir Tahira Talha Tanveer Tariq Tasleem Tayyab Uzma Umar Usman
      Vijay Vikram Vikas Vinod Vishal Waheed Waqar Waqas Waseem Yasir Yasmin Yasmeen Yousaf Yusuf Zahid Zahida Zahra Zain Zainab Zara Zeeshan Zubair`,
  },
  {
    origin: 'welsh',
    share: 0.05,
    surnames: `Jones Davies Williams Evans Thomas Roberts Lewis Hughes Morgan Griffiths Edwards Owen Owens Rees Reese Jenkins James Price Phillips Parry
      Pritchard Prosser Probert Powell Pugh Preece Rhys Rosser Rowlands Howell Howells Bowen Bevan Beynon Bebb Blethyn Bellis Benyon Breeze Cadwallader
      Cadogan Caddick Clwyd Craddock Cynan Daniels Devonald Ellis Eynon Ednyfed Fychan Gethin Gittins Glyn Glynne Goronwy Gough Gravell Griffith Gronow Gwilliam
      Gwilym Gwyn Gwynne Gwynn Hopkin Hopkins Hier Hier Humphreys Idwal Ithell Jehu Jarman Kendrick Kneath Kyffin Leyshon Lloyd Llwyd Llywelyn Maddocks Maddock
      Mathias Matthias Meredith Meyrick Merrick Mostyn Nanney Nest Onllwyn Parfitt Penry Perrott Picton Prichard Prydderch Prytherch Rheinallt Rhydderch
      Roderick Sayce Salusbury Teague Tegid Treharne Trahearn Tudor Tudur Vaughan Vychan Voyle Walters Watkin Watkins Wogan Wynn Wynne Yorath Yale`,
    forenames: `Aled Alun Alwyn Aneirin Aneurin Angharad Anwen Arwel Arwen Awen Bedwyr Beca Bethan Branwen Bronwen Bryn Brynmor Carwyn Carys Catrin Ceri Cerys
      Ceridwen Cledwyn Cynan Dafydd Deian Deiniol Delyth Dewi Dilwyn Dilys Dyfan Dyfed Dyfrig Dylan Eifion Eilir Einir Eirian Eirlys Eirwen Eleri Elin
      Eluned Elfed Elis Elwyn Emlyn Emrys Emyr Enfys Erin Eryl Euros Ffion Fflur Gareth Garmon Geraint Gerallt Gethin Glenys Glyn Glyndwr Goronwy Gruff
      Gruffudd Gruffydd Guto Gwen Gwenda Gwenllian Gwenno Gwilym Gwion Gwyn Gwyneth Gwynfor Haf Hafwen Hedd Heddwyn Hefin Heledd Heulwen Huw Hywel Iago
      Ianto Idris Iestyn Ieuan Ifan Ifor Illtyd Ioan Iolo Iona Iorwerth Islwyn Iwan Leusa Lisa Llinos Lleucu Llew Llion Llyr Llywelyn Lowri Luned Mabli Macsen
      Maldwyn Manon Mared Mari Marged Mathonwy Megan Meilyr Meinir Meirion Menna Mererid Merfyn Meredydd Mihangel Morfudd Myfanwy Myrddin Nerys Nest Nia
      Non Ogwen Olwen Osian Owain Peredur Rhian Rhiannon Rhianwen Rhodri Rhun Rhydian Rhys Seren Sian Sioned Sion Siwan Steffan Siriol Taliesin Tegan Tegid Tegwen
      Teifion Tesni Tirion Tomos Trefor Tudur Twm Tydfil Wil Wyn Ynyr`,
  },
  {
    origin: 'irish',
    share: 0.06,
    surnames: `Murphy Kelly Byrne Ryan O'Brien O'Sullivan Walsh O'Connor Doyle McCarthy Gallagher Doherty Kennedy Lynch Murray Quinn Moore McLaughlin Carroll
      Connolly Daly O'Connell Wilson Dunne Brennan Burke Collins Campbell Clarke Johnston Hughes O'Farrell Fitzgerald Brown Martin Maguire Nolan Flynn
      Thompson Callaghan O'Callaghan O'Donnell Duffy Mahony O'Mahony Boyle Healy Shea O'Shea White Sweeney Hayes Kavanagh Power McGrath Moran Brady Stewart
      Casey Foley Fitzpatrick O'Leary Leary McDonnell McMahon Donnelly Regan Donovan Burns Flanagan Mullan Barry Kane Robinson Cunningham Griffin Kenny Sheehan
      Ward Whelan Lyons Reid Graham Higgins Cullen Keane King Maher McKenna Bell Scott Hogan O'Keeffe Magee McNamara McDonald McDermott Molony Moloney
      O'Rourke Buckley O'Dwyer Devlin Devine Diver Diamond Donaghy Dougan Early Fagan Fallon Farrelly Feeney Fegan Finnegan Friel Gormley Gilmore Gribben Grogan
      Hanna Hanratty Harkin Haughey Heaney Heffernan Hennessy Hegarty Hoey Hurley Irwin Kearney Keenan Keown Kerr Kilpatrick Kinsella Lavery Lavelle Loughran Loughlin
      Lundy Madden Magennis Magill Mallon Mageean McAleer McAleese McAlinden McAllister McArdle McAteer McAuley McBride McCabe McCaffrey McCallion McCann
      McCartan McClean McClelland McCloskey McClure McCluskey McColgan McConnell McConville McCormack McCormick McCourt McCoy McCready McCrory McCrea McCullagh
      McCullough McCusker McDaid McDowell McElduff McElroy McErlean McFadden McGarry McGeown McGinley McGinn McGlinchey McGlone McGovern McGowan McGuckin
      McGuigan McGuinness McGurk McIlroy McIlwaine McIntyre McIvor McKay McKee McKeever McKeown McKernan McKibbin McKinney McKnight McLarnon McLoughlin
      McManus McMenamin McMillan McMullan McNally McNeill McNulty McParland McPeake McQuaid McQuillan McRory McShane McSorley McStay McTaggart McVeigh McWilliams
      Montgomery Mooney Morgan Morrow Mulholland Mulgrew Murnaghan Neeson Nesbitt Nugent O'Boyle O'Hagan O'Hara O'Hare O'Kane O'Loughlin O'Neill O'Reilly O'Toole
      Og Paisley Poots Purdy Quigley Rafferty Rainey Rice Rooney Savage Scullion Shannon Sharkey Sherry Skelly Slevin Smyth Swann Tierney Toner Toman Toal
      Tohill Traynor Treanor Turley Vallely Wylie Gilchrist Gillespie Girvan Harbinson Haslett Herron Hillis Hylands Kirkpatrick Kyle Larmour Leitch Lennox
      Magowan Mawhinney Mehaffey Millar Minnis Moffett Mulligan Orr Patton Pollock Purvis Shaw Simms Speers Spence Sloan Steele Todd Weir Wright Wilkinson
      Breathnach Cheallaigh Conchúir Domhnaill Floinn Bhriain Murchú Néill Riain Súilleabháin Ceallaigh Baoill Cathasaigh Dálaigh Dubhghaill Dochartaigh
      Loingsigh Mathúna Máille Muirí Raghallaigh Sé Siocháin Tuathail Cuinn Gallchóir Ghallchóir Bhaoill Dhomhnaill Mhurchú`,
    forenames: `Aidan Ailbhe Aine Aisling Alannah Aodhan Aoibheann Aoibhinn Aoife Ardal Bláithín Brendan Brid Bridget Bronagh Caoimhe Caoilfhionn Caolan Cahal
      Cahir Cathal Cathan Cathy Ciara Ciaran Cian Cillian Clodagh Colm Colum Conal Conall Conleth Conor Cormac Daire Daithi Damhnait Dara Darragh Deaglan
      Deirdre Declan Dermot Diarmuid Diarmaid Donal Donnacha Donncha Eamon Eamonn Eilis Eimear Eimhear Eithne Enda Eoghan Eoin Emer Fergal Fergus Fiachra
      Fidelma Finbar Finola Fintan Fionn Fionnuala Fionntan Gearoid Grainne Kieran Lorcan Maeve Mairead Maire Malachy Meabh Micheal Muireann Niall Niamh Noeleen
      Nuala Odhran Oisin Oonagh Orla Orlaith Orlagh Padraic Padraig Paudie Peadar Proinsias Ronan Rory Roisin Ruairi Ruairí Rosaleen Ruadhan Saoirse Seamus Sean Seanan
      Senan Shauna Shea Sheelagh Sinead Siobhan Sile Sorcha Tadhg Tiarnan Tighearnan Tomas Turlough Ultan Una`,
  },
  {
    origin: 'scottish',
    share: 0.07,
    surnames: `Smith Brown Wilson Campbell Stewart Robertson Thomson Anderson Reid MacDonald Scott Murray Taylor Clark Ross Watson Morrison Paterson Young Mitchell
      Walker Fraser Miller McDonald Gray Henderson Hamilton Johnston Duncan Graham Ferguson Kerr Davidson Bell Cameron Kelly Martin Hunter Allan Mackenzie Grant
      Simpson MacKay McLean MacLeod Black Russell Marshall Wallace Gibson Kennedy Gordon Burns Sutherland Stevenson Munro Milne Watt Jamieson Muir Findlay Sinclair
      Aitken Abercrombie Affleck Agnew Ainslie Aird Alexander Allardyce Angus Arbuthnott Auchterlonie Auld Baillie Bain Baird Balfour Ballantyne Bannerman Barclay
      Baxter Beaton Begg Beveridge Birrell Bissett Borthwick Boyd Brodie Brough Bruce Bryce Buchan Buchanan Cairns Calder Callander Cargill Carmichael Carnegie
      Carruthers Chalmers Chisholm Cochrane Colquhoun Comrie Corrigan Coutts Cowan Craig Crawford Crichton Croall Cruickshank Cumming Cunningham Currie Dalgleish
      Dalziel Dewar Dickson Dinwoodie Docherty Donaldson Dougall Dougan Douglas Drummond Drysdale Duff Dunbar Dunlop Duthie Eadie Elder Elliot Erskine Esslemont
      Ewing Fairbairn Falconer Farquhar Farquharson Finlayson Fleming Forbes Forrest Forsyth Fullarton Fyfe Galbraith Galloway Geddes Gemmell Gilchrist Gillan Gillies
      Gilmour Glendinning Gourlay Gow Gunn Guthrie Haig Haldane Halliday Hannah Hay Heggie Hendry Hepburn Herd Herriot Heron Hogg Home Horsburgh Houston Hume
      Imlach Imrie Inglis Innes Irvine Jardine Keith Kelman Kidd Kinnaird Kinloch Kirkwood Laidlaw Laing Laird Lamont Lauder Leask Leckie Leslie Lennie Lindsay Lithgow
      Livingstone Lockhart Logan Lorimer Lumsden Lyall MacArthur MacAskill MacAulay MacBeth MacCallum MacColl MacCrimmon MacDougall MacDuff MacEwan MacFarlane MacGregor
      MacInnes MacIntosh MacIntyre MacIver MacKinnon MacLachlan MacLaren MacLennan MacMillan MacNab MacNeil MacPhail MacPhee MacPherson MacQueen MacRae MacSween MacTavish
      MacVicar Mair Maitland Malcolm Masson Matheson Maxwell Meikle Meldrum Melville Menzies Middlemiss Moffat Moir Moncrieff Monteith Montrose Mowat Moyes Muirhead
      Mutch Nairn Napier Nicol Nicolson Nimmo Niven Ogilvie Ogston Oliphant Orr Peebles Petrie Pirie Pitcairn Pringle Purves Raeburn Rae Ramage Ramsay Rankine Rattray
      Reekie Rennie Renwick Riddell Rintoul Ritchie Rutherford Ruthven Salmond Scobie Scrimgeour Selkirk Shand Skene Skinner Sloan Smeaton Snedden Somerville Souter
      Spalding Speirs Stark Strachan Stirling Struthers Swinton Swan Symington Tait Telfer Tennant Thain Tough Troup Tulloch Turnbull Tweedie Urquhart Waddell Wardlaw
      Wedderburn Weir Wemyss Whyte Wishart Wotherspoon Yuill Yule`,
    forenames: `Ailsa Ailish Alasdair Alastair Alistair Alick Allister Angus Archie Athol Blair Cailean Callum Calum Cameron Catriona Coinneach Craig Donald Dougal Dougie
      Dugald Duncan Eilidh Eck Effie Elspeth Euan Ewan Ewen Fergus Fiona Finlay Finn Fraser Gavin Gillian Gregor Greig Hamish Heather Iain Innes Iona Irvine Isla Islay
      Jamie Jock Keir Kenneth Kirsteen Kirsten Kirstin Kirsty Lachlan Lewis Logan Lorna Lorne Mairi Malcolm Mhairi Moira Morag Morven Muir Muireall Muriel Murdo
      Murdoch Murray Neil Niall Ninian Norman Peigi Rhona Roddy Roderick Rona Ronald Rory Roslyn Ross Ruaraidh Ruairidh Rurigh Sandy Seonaid Sheena Shona Sholto
      Sine Sorley Struan Stuart Tavish Torquil Una Uilleam Wallace`,
  },
  {
    origin: 'english',
    share: 0.06,
    surnames: `Ackroyd Addy Alderson Aldridge Allsopp Ambler Applegarth Appleyard Arkwright Armitage Arrowsmith Ashcroft Ashworth Aspinall Astley Atherton Attenborough
      Aveyard Babbington Backhouse Bagshaw Bainbridge Balmforth Bamford Bancroft Barraclough Barrowclough Bartholomew Battersby Beardmore Beardsley Beaumont Beckwith
      Bellamy Bentham Bickerstaff Biddulph Birchall Birtwistle Blackledge Blenkinsop Boothroyd Bosworth Bottomley Bracegirdle Brackenbury Bradshaw Braithwaite Bramley
      Brearley Brierley Brocklehurst Brockbank Broadbent Brotherton Brownlow Bulmer Butterfield Butterworth Calverley Capstick Cartwright Catterall Cawthorne Chadwick Charlesworth
      Charnley Cheetham Cholmondeley Clegg Clitheroe Clough Cockcroft Collinge Collingwood Copplestone Corbishley Cordingley Cowperthwaite Coxon Crabtree Cragg Critchley
      Crompton Crossley Crowther Cruddas Culshaw Cutteridge Dalton Dangerfield Darbyshire Dearden Dewhirst Dewhurst Dickinson Dobson Dodgson Drinkwater Driver Duckworth
      Dunkerley Earnshaw Eastham Eastwood Eccles Eckersley Edmondson Elsworth Entwistle Etherington Fairclough Fairhurst Farnworth Faulkner Fawcett Fazackerley
      Featherstone Fielden Fieldhouse Fitton Fletcher Foulkes Gaskell Gathercole Gee Gledhill Goodfellow Gorst Gosling Grimshaw Greenhalgh Greenwood Gregson Guest
      Haddock Haigh Hainsworth Halliwell Halstead Hampshire Hanson Hardcastle Hargreaves Hartley Haslam Hattersley Haworth Hayhurst Heap Hebblethwaite Helliwell Hesketh
      Heywood Higginbottom Higham Hindle Hinchliffe Hirst Hodgkinson Hodgson Holdsworth Hollingworth Holroyd Horrocks Horsfall Houghton Howarth Huddleston Hurst Illingworth
      Ingham Iveson Jagger Jowett Kellett Kenworthy Kershaw Kirkbride Kitching Knowles Lancashire Langley Laycock Leadbeater Leadbetter Leatherbarrow Leeming Leyland Lightbown
      Littlewood Longbottom Longworth Lomax Lumb Lyddon Makin Marsden Mawson Metcalfe Micklethwaite Midgley Milner Molyneux Moorhouse Mossop Murgatroyd Naylor Nettleton
      Newsome Noblett Nuttall Oakes Oddy Ogden Oldfield Oldroyd Openshaw Ormerod Osbaldeston Pankhurst Parkinson Partington Peacock Pemberton Penhaligon Pickersgill
      Pickles Pilkington Pilling Platt Pogson Pollard Postlethwaite Priestley Prendergast Proctor Rainford Ramsbottom Ramsden Ratcliffe Rawcliffe Rawnsley Rawsthorne
      Redfearn Rigby Rimmer Riley Rothwell Rowbotham Royle Rushworth Sagar Satterthwaite Saunderson Schofield Scholes Seddon Shackleton Sharples Shepherd Shuttleworth Sidebottom
      Silcock Singleton Skelton Slinger Smethurst Southworth Speight Spedding Stansfield Starkie Stott Stubbs Sugden Sutcliffe Swarbrick Sykes Tattersall Teasdale Tetlow
      Thackray Thistlethwaite Thornber Thorpe Threlfall Tinsley Titterington Tomlinson Tordoff Townend Trevithick Trelawney Trescothick Tregenza Pascoe Penrose Polglase
      Tunnicliffe Turton Tyldesley Uttley Varley Wadsworth Wagstaff Wainwright Walmsley Walshaw Wardle Waterhouse Whalley Whitaker Whiteley Whitworth Widdowson
      Widdup Wigglesworth Wignall Winstanley Winterbottom Wolstenholme Womersley Woodhead Worrall Worsley Worthington Wrigley Yardley Yates`,
    forenames: `Alfie Archie Barney Beverley Brian Caitlin Charlotte Chloe Clive Colin Daphne Darren Debbie Derek Dorothy Elsie Freya Freddie Gemma Geoff Geoffrey Giles
      Gillian Glynis Graham Harriet Harvey Hayley Hazel Hilary Imogen Jacqueline Jemima Jenna Joanne Kayleigh Keith Kerry Leanne Lesley Lindsey Lynne Malcolm Marjorie
      Maureen Mavis Muriel Natasha Nigel Nicola Nicky Norma Oliver Paige Pauline Philippa Phoebe Piers Poppy Rupert Samantha Shaun Shirley Simon Stuart Tamsin
      Terence Toby Tracey Trevor Tristan Vera Verity Wayne Wendy Winifred Yvonne Zoe`,
  },
  {
    origin: 'nigerian',
    share: 0.012,
    surnames: `Adebayo Adebisi Adeleke Adeniyi Adeola Adesanya Adewale Adeyemi Afolabi Agbaje Aina Ajayi Akande Akinola Akinwande Akintola Akpan Alabi Aluko Amadi
      Anyanwu Ayodele Ayoola Azikiwe Babatunde Balogun Bakare Bamidele Bello Chukwu Chukwuma Chinedu Dada Danjuma Ebube Echezona Edet Egbuna Ejiofor Ekezie Eke
      Ekwueme Emenike Enahoro Essien Eze Ezeani Ezenwa Ezeudu Falade Famuyiwa Fashola Fawehinmi Gbadamosi Ibe Ibekwe Ibrahim Idowu Igwe Iheanacho Ikpeazu Iloabuchi
      Inyang Iwuchukwu Iwu Jegede Kalu Kanu Kolawole Ladipo Lawal Madu Madueke Mbah Mbakwe Nnadi Nnaji Nnamdi Nwachukwu Nwadike Nwankwo Nwaneri Nwogu Nwosu Nzeribe
      Obasanjo Obi Obiora Odili Odukoya Oduya Ofili Ogbonna Ogunbanjo Ogunleye Ogunyemi Ogundipe Ojo Oke Okafor Okeke Okereke Okocha Okoli Okoro Okorie Okoye Okpara
      Oladipo Olaniyan Olawale Oluwole Omotayo Onuoha Onwuachi Onyeama Onyekachi Osagie Oshodi Osinbajo Otedola Owolabi Oyelaran Oyelowo Oyedepo Sanusi Shonibare
      Soyinka Taiwo Tinubu Uche Udeh Udoh Ugwu Umeh Umaru Uzoma Uzor Yusuf`,
    forenames: `Abimbola Abiodun Abiola Adaeze Adaobi Ade Adebola Adenike Adetokunbo Adewale Amaka Amara Ayo Ayodeji Ayokunle Ayomide Babajide Babatunde Bayo Bimpe Blessing
      Bola Bukola Bunmi Chiamaka Chibuike Chidi Chidinma Chidera Chika Chike Chima Chinelo Chinonso Chinwe Chioma Chisom Chizoba Chukwudi Damilola Dayo Ebele
      Ebere Efe Ekene Emeka Enitan Femi Folake Folasade Funke Funmilayo Gbenga Ibukun Ifeanyi Ifeoma Ifunanya Ikechukwu Ikenna Iyabo Jide Kamsi Kehinde Kelechi Kemi
      Kunle Lanre Lola Mojisola Modupe Ngozi Nkechi Nkem Nneka Nnenna Nonso Obinna Obioma Ogechi Olabisi Oluchi Olufemi Olumide Oluseun Oluwaseun Oluwatobi Onyinye
      Osaze Pelumi Rotimi Sade Segun Seun Simisola Sola Somto Taiwo Tayo Temitope Titilayo Tobi Tolu Tolulope Tope Tunde Tunji Uche Uchenna Ugochukwu Uzo Yemi Yetunde Yewande Zainab`,
  },
  {
    origin: 'chinese',
    share: 0.012,
    surnames: `Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Gao Lin Luo Zheng Liang Xie Song Tang Xu Han Feng Deng Cao Peng Zeng Xiao Tian Dong
      Yuan Pan Yu Jiang Cai Du Ye Cheng Su Wei Lu Ding Ren Shen Yao Zhong Jiang Cui Tan Fan Wang Liao Shi Jin Jia Xia Fu Fang Bai Zou Meng Xiong Qin Qiu Yan Xue Hou Lei
      Long Duan Hao Kong Shao Mao Chang Wan Gu Lai Wu Kang Hei Yan Qian Qi Dai Mo Cheung Chan Wong Leung Lau Ng Tse Yeung Chow Kwok Ho Lam Tsang Tsui Hui Kwan Mak
      Poon Tam Yip Yiu Yuen Yung Szeto Fung Ip Kwong Lui Sit Siu Tong Tsoi Au Ko Lo Loh Ong Teo Goh Koh Tay Chua Lim Toh Yeo Heng Khoo Chew Cheong Chong Foo Fong
      Hoh Kee Kok Kuan Low Mok Ooi Pang Quek Seah Sim Soh Soon Tan Teh Thong Wee Woo Xiang Zhuang Ouyang Sima Chiu Hsu Hsieh Tsai Hsiao Kuo Shih Tseng Chuang`,
    forenames: `Wei Xin Jing Jun Ming Hui Ying Yan Li Na Lei Fang Xiuying Juan Yong Jie Qiang Tao Chao Ping Gang Guiying Hong Xia Bo Hao Yu Yang Lan Mei Ling Xiaoming
      Xiaoyan Yichen Zihan Haoyu Siyu Yifan Jiahao Jiayi Chun Kwok Wai Ka Kin Chi Man Siu Ming Tai Wing Yuk Yee Lok Hei Hoi Shing Pui Suk Mei Kit Ho Yin Yan Tsz Hiu
      Xuan Zhen Qing Rui Shan Lihua Jianguo Guang Xiang Dan Bin Kai Peng Fei Xiaoling Yuanyuan Tingting Weiwei Mengyao Shuang`,
  },
  {
    origin: 'vietnamese',
    share: 0.004,
    surnames: `Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Dao Dinh Doan Luong Luu Mai Ta Thai To Trinh Truong Cao Chau Ha Kieu La Lam
      Phung Quach Quang Tong Trieu Vuong Lieu Ong Nghiem Khuc Giang Diep`,
    forenames: `Anh Bao Binh Chau Chi Cuong Dai Dat Diem Dung Duc Duy Giang Ha Hai Hanh Hien Hieu Hoa Hoai Hong Hue Hung Huong Huy Khanh Khoa Khoi Kim Lan Lien Linh
      Loan Long Mai Minh My Nam Nga Ngan Ngoc Nhan Nhi Nhung Phat Phong Phuc Phuong Quan Quang Quoc Quyen Quynh Son Tam Tan Thanh Thao Thi Thien Thinh Thuy Thu
      Tien Tin Trang Tri Trinh Trung Truc Tu Tuan Tung Tuyet Uyen Van Viet Vinh Xuan Yen`,
  },
  {
    origin: 'arabic',
    share: 0.02,
    surnames: `Abbas Abdallah Abdi Abdalla Abdelrahman Abdul Abdullah Abdullahi Abdulrahman Abed Aboud Abubakar Aden Adam Ahmadi Akbar Akbari Alawi Alhassan Amiri Ansari Ashour
      Atallah Awad Ayoub Aziz Azizi Badawi Bakr Barakat Bashir Boutros Darwish Daoud Dirie Eid Elmi Elsayed Fadel Farah Faraj Fares Farouk Fawzi Gaber Ghanem Guled Habib Haddad
      Haidari Hakim Hakimi Halabi Hamad Hamdan Hamid Hamza Hariri Hashem Hashemi Hashimi Hassan Hassani Hersi Hijazi Hosseini Hussaini Ibrahim Idris Isa Ismail Issa
      Jaafar Jabbar Jaber Jama Jawad Jibril Kamal Kareem Karimi Kassem Khalaf Khalifa Khalil Khatib Khoury Mahdi Mahmoud Mansour Masri Mohamud Mohammadi Mohamoud Moradi Morsi
      Mostafa Mousa Mubarak Muse Mustafa Nader Nagi Najjar Nasser Nassar Noori Nur Nuur Omar Osman Othman Qasim Qassem Rabbani Rahimi Ramadan Rasheed Rashidi Rezaei
      Sabbagh Sadeghi Safi Said Salah Saleh Salem Salim Salman Samara Samatar Sayed Shaheen Shakir Sharifi Shehata Shire Sulaiman Sultani Suleiman Taha Taher Talib Tawfiq
      Wahab Warsame Yassin Younis Yousef Yusufzai Zadeh Zaki Zayed Zidan`,
    forenames: `Abdi Abdul Abdullah Abdirahman Ahmed Ahmad Ali Amal Amin Amira Anas Asmaa Aya Ayman Aziz Basma Bassam Dalia Dina Eman Fadi Fahad Faris Faten Ghada Hadi Hala
      Halima Hamdi Hana Hanan Hani Hasan Hassan Heba Hesham Hodan Houda Hussein Ibtisam Ifrah Iman Inas Jamal Jamila Karim Khaled Khalil Kawthar Laila Lamia Layla Lina
      Mahdi Maha Mahmoud Malak Marwa Marwan Maysa Mona Mounir Mustafa Nada Nadia Nagla Nasra Nawal Noor Noura Omar Osama Othman Rami Rana Rania Rasha Reem Saif
      Salah Saleh Salma Samar Samir Samira Sami Sahra Shukri Soraya Suad Suleiman Tamer Tarek Walid Wael Yahya Yasmine Yassin Youssef Zaid Zeinab Ziad`,
  },
  {
    origin: 'polish',
    share: 0.012,
    surnames: `Nowak Kowalski Kowalska Wiśniewski Wójcik Kowalczyk Kamiński Kamińska Lewandowski Lewandowska Zieliński Zielińska Szymański Szymańska Woźniak Dąbrowski
      Dąbrowska Kozłowski Kozłowska Jankowski Jankowska Mazur Kwiatkowski Kwiatkowska Krawczyk Kaczmarek Piotrowski Piotrowska Grabowski Grabowska Zając Pawłowski Pawłowska
      Michalski Michalska Król Wieczorek Jabłoński Jabłońska Wróbel Nowakowski Nowakowska Majewski Majewska Olszewski Olszewska Stępień Malinowski Malinowska Jaworski
      Jaworska Adamczyk Dudek Nowicki Nowicka Pawlak Górski Górska Witkowski Witkowska Walczak Sikora Baran Rutkowski Rutkowska Michalak Szewczyk Ostrowski Ostrowska
      Tomaszewski Tomaszewska Pietrzak Zalewski Zalewska Wróblewski Wróblewska`,
    forenames: `Agnieszka Aleksandra Andrzej Bartosz Beata Bogdan Bożena Dariusz Dawid Dorota Elżbieta Ewa Grzegorz Halina Iwona Jacek Jadwiga Jakub Jarosław Joanna
      Jolanta Justyna Kamil Karolina Katarzyna Kazimierz Kinga Krystyna Krzysztof Łukasz Magdalena Małgorzata Maciej Marcin Marek Mariusz Marta Mateusz Michał Mirosław
      Monika Paulina Paweł Piotr Przemysław Rafał Renata Robert Ryszard Sławomir Stanisław Szymon Tadeusz Tomasz Urszula Waldemar Wiesława Wioletta Wojciech Zbigniew Zofia`,
  },
  {
    origin: 'caribbean-african',
    share: 0.01,
    surnames: `Asante Boateng Mensah Owusu Osei Appiah Agyeman Amoah Ofori Opoku Antwi Acheampong Frimpong Gyamfi Darko Addo Annan Quaye Tetteh Lamptey Nkrumah Sarpong
      Yeboah Kamara Conteh Sesay Koroma Bangura Jalloh Kanu Turay Mansaray Tembo Banda Phiri Mwale Chirwa Moyo Ncube Ndlovu Sibanda Dube Nyathi Mutasa Chikwanha Chigumba
      Mapfumo Mugabe Makoni Kariuki Kamau Mwangi Njoroge Otieno Odhiambo Ochieng Wanjiru Kimani Mutua Musa Nsubuga Okello Mukasa Kabila Tshibanda Mbala Habimana Uwimana
      Gebre Tesfaye Haile Bekele Tekle Kidane Berhane Ghebre Mehari`,
    forenames: `Kwame Kofi Kwabena Kwaku Yaw Akua Abena Ama Efua Esi Akosua Adwoa Tendai Tapiwa Tatenda Farai Rumbidzai Chipo Nyasha Tinashe Thandiwe Sipho Nomsa Mandla
      Wanjiku Njeri Achieng Winston Delroy Leroy Desmond Errol Marlon Tyrone Shanice Chantelle Latoya Keisha Jermaine Dwayne Selam Mehret Yonas Abebe Mulu`,
  },
];
