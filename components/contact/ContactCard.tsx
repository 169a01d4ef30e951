// Whom to ask, as the force's policy says.
import type { Contact } from '../../utils/policy/policy.ts';

/** Only these may stand behind a link that policy gives: a policy is trusted, a typing mistake in it is not. */
const LINKS = /^https:\/\//i;

export function ContactCard(props: { contact: Contact; title: string; none: string }) {
  const { name, email, phone, link } = props.contact;
  if (!name && !email && !phone && !link) return <p>{props.none}</p>;
  return (
    <div class="contact">
      <p>{props.title}</p>
      <ul>
        {name && <li>{name}</li>}
        {phone && (
          <li>
            <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>
          </li>
        )}
        {email && (
          <li>
            <a href={`mailto:${email}`}>{email}</a>
          </li>
        )}
        {link && (
          <li>
            {LINKS.test(link) ? (
              <a href={link} target="_blank" rel="noreferrer">
                {link}
              </a>
            ) : (
              link
            )}
          </li>
        )}
      </ul>
    </div>
  );
}
