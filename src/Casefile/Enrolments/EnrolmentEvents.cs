namespace Throughline.Casefile.Enrolments;

/// <summary>The person was told what a technology does and asks, in a language they understand, and was set up with it.</summary>
/// <param name="HowChecked">One of <see cref="EnrolmentRules.Checks"/>.</param>
/// <param name="IsSetUp">False: told, but the technology does not work yet. Only what is set up counts.</param>
[EventName("person-enrolled")]
public sealed record PersonEnrolled(
    string Technology, string Language, string HowChecked, bool IsSetUp, [property: Personal] string ToldBy, [property: Personal] string? Interpreter) : CaseEvent;
