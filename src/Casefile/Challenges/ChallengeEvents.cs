using NodaTime;

namespace Throughline.Casefile.Challenges;

/// <summary>The person objects to a line. Until it is answered nothing stricter can rest on it.</summary>
/// <param name="Line">The version number of the event in this case.</param>
/// <param name="AnswerBy">Ten working days at the office.</param>
[EventName("line-challenged")]
public sealed record LineChallenged(int Line, Instant AnswerBy, [property: Personal] string Text) : CaseEvent;

/// <param name="Challenge">The version number of the challenge in this case.</param>
/// <param name="IsUpheld">The person is right; what follows (a correction, a withdrawal) is an act of its own.</param>
[EventName("challenge-answered")]
public sealed record ChallengeAnswered(int Challenge, bool IsUpheld, [property: Personal] string Answer) : CaseEvent;
