/** A status that the simulator can give: USCIS's title, and words of our own for the rest, evidently synthetic. */
export interface Milestone {
  readonly title: { readonly en: string; readonly es: string };
  /** What follows `On {date}, we …`; `{form}` stands for the form and the receipt number. */
  readonly deed: { readonly en: string; readonly es: string };
  /** What follows in a sentence of its own; may hold an anchor, as USCIS's texts do. */
  readonly advice?: { readonly en: string; readonly es: string };
}

const anchor = (page: string): string =>
  `<a href="https://www.uscis.gov/${page}" target="_blank">www.uscis.gov/${page}</a>`;

const moved = {
  en: `If you move, go to ${anchor('addresschange')} to give us your new mailing address.`,
  es: `Si se muda, visite ${anchor('addresschange')} para darnos su nueva dirección postal.`,
};
const contact = {
  en: `If you do not receive it within 30 days, go to ${anchor('e-request')}.`,
  es: `Si no lo recibe dentro de 30 días, visite ${anchor('e-request')}.`,
};

const milestone = (
  [en, es]: readonly [string, string],
  [deedEn, deedEs]: readonly [string, string],
  advice?: Milestone['advice'],
): Milestone => ({
  title: { en, es },
  deed: { en: deedEn, es: deedEs },
  ...(advice === undefined ? {} : { advice }),
});

/** Every status of the simulator. The titles are USCIS's; the Spanish of most of them and all other words are invented. */
export const MILESTONES = {
  lockbox: milestone(
    ['Case Accepted By The USCIS Lockbox', 'Caso Aceptado Por El Buzón Seguro De USCIS'],
    ['accepted {form}, at a lockbox', 'aceptamos {form}, en un buzón seguro'],
  ),
  received: milestone(
    ['Case Was Received', 'Caso Fue Recibido'],
    ['received {form}, and began to look at it', 'recibimos {form}, y comenzamos a revisarlo'],
    moved,
  ),
  receiptNotice: milestone(
    ['Case Was Received and A Receipt Notice Was Sent', 'Caso Fue Recibido Y Se Envió Un Aviso De Recibo'],
    ['received {form}, and sent you a receipt notice', 'recibimos {form}, y le enviamos un aviso de recibo'],
  ),
  localOffice: milestone(
    ['Case Was Received At My Local Office', 'Caso Fue Recibido En Mi Oficina Local'],
    ['received {form}, at your local office', 'recibimos {form}, en su oficina local'],
  ),
  premium: milestone(
    [
      'Request For Premium Processing Services Was Received',
      'Solicitud De Servicios De Procesamiento Prioritario Fue Recibida',
    ],
    [
      'received your request for premium processing of {form}',
      'recibimos su solicitud de procesamiento prioritario de {form}',
    ],
  ),
  biometrics: milestone(
    ['Biometrics Appointment Was Scheduled', 'Cita De Datos Biométricos Fue Programada'],
    [
      'scheduled you for a biometrics appointment for {form}',
      'programamos una cita para tomar sus datos biométricos para {form}',
    ],
  ),
  fingerprints: milestone(
    [
      'Case Was Updated To Show Fingerprints Were Taken',
      'Caso Fue Actualizado Para Mostrar Que Se Tomaron Las Huellas Dactilares',
    ],
    ['took your fingerprints for {form}', 'tomamos sus huellas dactilares para {form}'],
  ),
  evidenceRequested: milestone(
    ['Request for Additional Evidence Was Sent', 'Solicitud De Evidencia Adicional Fue Enviada'],
    [
      'sent you a request for additional evidence for {form}. Follow the instructions in the request',
      'le enviamos una solicitud de evidencia adicional para {form}. Siga las instrucciones de la solicitud',
    ],
    moved,
  ),
  evidenceReceived: milestone(
    [
      "Response To USCIS' Request For Evidence Was Received",
      'Respuesta A La Solicitud De Evidencia De USCIS Fue Recibida',
    ],
    [
      'received your response to our request for evidence for {form}',
      'recibimos su respuesta a nuestra solicitud de evidencia para {form}',
    ],
  ),
  reviewed: milestone(
    ['Case Is Being Actively Reviewed By USCIS', 'Caso Está Siendo Revisado Activamente Por USCIS'],
    ['began an active review of {form}', 'comenzamos una revisión activa de {form}'],
  ),
  interview: milestone(
    ['Interview Was Scheduled', 'Entrevista Fue Programada'],
    ['scheduled an interview for {form}', 'programamos una entrevista para {form}'],
    moved,
  ),
  interviewDone: milestone(
    ['Interview Was Completed And My Case Must Be Reviewed', 'Entrevista Fue Completada Y Mi Caso Debe Ser Revisado'],
    ['completed your interview for {form}', 'completamos su entrevista para {form}'],
  ),
  transferred: milestone(
    [
      'Case Was Transferred And A New Office Has Jurisdiction',
      'Caso Fue Transferido Y Una Nueva Oficina Tiene Jurisdicción',
    ],
    ['transferred {form}, to another office', 'transferimos {form}, a otra oficina'],
  ),
  approved: milestone(['Case Was Approved', 'Caso Fue Aprobado'], ['approved {form}', 'aprobamos {form}'], contact),
  affirmed: milestone(
    ['Case Approval Was Affirmed', 'Aprobación De Caso Reafirmada'],
    ['affirmed the approval of {form}', 'reafirmamos la aprobación de {form}'],
  ),
  denied: milestone(
    ['Case Was Denied', 'Caso Fue Denegado'],
    [
      'denied {form}, after a request for evidence. The notice explains your options',
      'denegamos {form}, después de una solicitud de evidencia. El aviso explica sus opciones',
    ],
  ),
  cardProduced: milestone(
    ['New Card Is Being Produced', 'Nueva Tarjeta Está En Producción'],
    ['ordered your new card for {form}', 'ordenamos su nueva tarjeta para {form}'],
  ),
  cardMailed: milestone(
    ['Card Was Mailed To Me', 'Tarjeta Me Fue Enviada Por Correo'],
    ['mailed your new card for {form}', 'le enviamos por correo su nueva tarjeta para {form}'],
    contact,
  ),
  cardDelivered: milestone(
    ['Card Was Delivered To Me By The Post Office', 'El Servicio Postal Me Entregó La Tarjeta'],
    [
      'learned that the Post Office delivered your card for {form}',
      'supimos que el Servicio Postal le entregó su tarjeta para {form}',
    ],
  ),
  documentMailed: milestone(
    ['Document Was Mailed To Me', 'Documento Me Fue Enviado Por Correo'],
    ['mailed your document for {form}', 'le enviamos por correo su documento para {form}'],
    contact,
  ),
  sentToState: milestone(
    ['Case Was Sent To The Department of State', 'Caso Fue Enviado Al Departamento De Estado'],
    ['sent {form}, to the Department of State', 'enviamos {form}, al Departamento de Estado'],
  ),
  withdrawn: milestone(
    ['Withdrawal Acknowledgement Notice Was Sent', 'Aviso De Acuse De Recibo De Retiro Fue Enviado'],
    ['acknowledged the withdrawal of {form}', 'acusamos recibo del retiro de {form}'],
  ),
  reopened: milestone(
    ['Case Was Reopened', 'Caso Fue Reabierto'],
    ['reopened {form}, on our own motion', 'reabrimos {form}, por iniciativa propia'],
  ),
} as const satisfies Record<string, Milestone>;

export type MilestoneName = keyof typeof MILESTONES;

/** The milestone with this English title, if the simulator has one. */
export const milestoneByTitle = (title: string): Milestone | undefined =>
  Object.values<Milestone>(MILESTONES).find((known) => known.title.en === title);
