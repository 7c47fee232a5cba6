using NodaTime;

namespace Throughline.Casefile.Alerts;

/// <summary>
/// A person looked at what a device had reported, and said what caused it. Until then nothing of it stands in the case: machines observe.
/// The finding is the person's, the reasons are in the recording.
/// </summary>
/// <param name="Number">The incident's own number at the desk.</param>
/// <param name="Kind">As the programme names it: strap, breach ...</param>
/// <param name="Opened">When it first occurred.</param>
/// <param name="Cleared">When the device said that it was over; null where it never did.</param>
/// <param name="Cause">A cause code of the programme.</param>
/// <param name="Side">On whose side that cause lies: device, ours, person or unknown.</param>
/// <param name="Found">What the cause test had found, in the words that the desk saw; what the person wrote may be among them.</param>
[EventName("alert-closed")]
public sealed record AlertClosed(
    long Number, string Kind, Instant Opened, Instant? Cleared, string Cause, string CauseWords, string Side, [property: Personal] string Found, [property: Personal] string Reasons) : CaseEvent;
