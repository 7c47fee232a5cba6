namespace Throughline.Casefile.Corrections;

/// <summary>Takes one line out of effect. It stays visible, with who and why, and what followed from it is computed anew.</summary>
/// <param name="Line">The version number of the event in this case.</param>
[EventName("recorded-in-error")]
public sealed record RecordedInError(int Line) : CaseEvent;
