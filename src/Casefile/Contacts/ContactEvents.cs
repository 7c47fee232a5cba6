namespace Throughline.Casefile.Contacts;

/// <summary>Staff tried to reach the person. Counts for nothing against them: it shows what we tried.</summary>
/// <param name="Channel">call, sms, letter, visit or e-mail.</param>
/// <param name="Outcome">One of <see cref="ContactRules.Outcomes"/>.</param>
[EventName("contact-made")]
public sealed record ContactMade(string Channel, string Outcome, [property: Personal] string? Note) : CaseEvent;
