/** Words of names that mostly hold data about a person, in English and German, by which a name is warned about. */
const words: readonly string[] = [
  ...['name', 'firstname', 'lastname', 'surname', 'fullname', 'vorname', 'nachname', 'familienname', 'birthname'],
  ...[
    'mail',
    'email',
    'phone',
    'telephone',
    'mobile',
    'msisdn',
    'fax',
    'telefon',
    'telefonnummer',
    'handy',
    'rufnummer',
    'ani',
  ],
  ...[
    'address',
    'street',
    'zip',
    'postcode',
    'postalcode',
    'adresse',
    'strasse',
    'straße',
    'plz',
    'wohnort',
    'hausnummer',
  ],
  ...[
    'birth',
    'birthday',
    'birthdate',
    'dob',
    'geburtstag',
    'geburtsdatum',
    'age',
    'gender',
    'geschlecht',
    'nationality',
  ],
  ...[
    'ssn',
    'passport',
    'ausweis',
    'taxid',
    'steuernummer',
    'steuerid',
    'license',
    'licence',
    'insurance',
    'versicherungsnummer',
  ],
  ...[
    'iban',
    'bic',
    'card',
    'pan',
    'cvv',
    'cvc',
    'creditcard',
    'kreditkarte',
    'kontonummer',
    'pin',
    'tan',
    'password',
    'passwort',
    'secret',
  ],
  ...[
    'health',
    'diagnosis',
    'diagnose',
    'gesundheit',
    'religion',
    'salary',
    'gehalt',
    'ip',
    'geo',
    'latitude',
    'longitude',
  ],
];

const known: ReadonlySet<string> = new Set(words);

/** Words that say that a name is about something else: a product has a name too. */
const harmless: ReadonlySet<string> = new Set([
  'product',
  'campaign',
  'queue',
  'flow',
  'file',
  'produkt',
  'kampagne',
  'agent',
  'skill',
]);

/** Whether a name looks as if it held data about a person, such as `customerEmail`, `date_of_birth` or `Telefonnummer`. */
export function looksPersonal(name: string): boolean {
  const parts = name
    .replaceAll(/(\p{Ll}|\d)(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((part) => part !== '');
  if (parts.some((part) => harmless.has(part))) return false;
  // A pair is one word to some: `first_name`, `taxId`.
  return parts.some((part, index) => known.has(part) || known.has(part + (parts[index + 1] ?? '')));
}
