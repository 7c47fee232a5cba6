using NodaTime;
using Throughline.Casefile.Orders;

namespace Throughline.Casefile.Enrolments;

/// <summary>Nothing can be missed on a technology that nobody explained and set up.</summary>
public static class EnrolmentRules
{
    public static readonly IReadOnlyList<(string Code, string Words)> Checks =
    [
        ("own-words", "The person said it in their own words"), ("questions", "The person answered questions about it"), ("written", "The person wrote down what to do"),
    ];

    public static readonly Refusal NothingToEnrol = new("nothing-to-enrol", "The terms ask for no app, call or device, so there is nothing to explain and set up.");

    public static readonly Refusal EnrolledAlready = new("enrolled-already", "The person is enrolled in this already.");

    public static readonly Refusal ToldByNeeded = new("told-by-needed", "Say who explained it to the person.");

    public static readonly Refusal LanguageNeeded = new("enrolment-language-needed", "Say in which language it was explained: one that the person understands.");

    public static readonly Refusal CheckNeeded = new("enrolment-check-needed", "Say how it was checked that the person understood.");

    public static Decision Enrol(Case state, string? toldBy, string? language, string? interpreter, string? howChecked, bool isSetUp, Instant now) =>
        RenewalRules.Running(state, now) is not { } order ? RenewalRules.NoOrder
        : state.Release is { IsMinor: true } ? RenewalRules.ChildHasNoTerms
        : !Levels.NeedsEnrolment(order.Technology) ? NothingToEnrol
        : IsEnrolled(state, order.Technology) ? EnrolledAlready
        : string.IsNullOrWhiteSpace(toldBy) ? ToldByNeeded
        : string.IsNullOrWhiteSpace(language) ? LanguageNeeded
        : Checks.All(c => c.Code != howChecked) ? CheckNeeded
        : Decision.Of(state.Id, now, new PersonEnrolled(order.Technology, language.Trim(), howChecked!, isSetUp, toldBy.Trim(), string.IsNullOrWhiteSpace(interpreter) ? null : interpreter.Trim()));

    public static bool IsEnrolled(Case state, string technology) => state.Supervision.Enrolments.Exists(e => e.Technology == technology && e.IsSetUp);

    /// <summary>The level of the order asks for an enrolment that has not been made.</summary>
    public static bool IsMissing(Case state) =>
        state is { Order: { } order, OrderHasEnded: false, Closed: null, Release.IsMinor: false } && Levels.NeedsEnrolment(order.Technology) && !IsEnrolled(state, order.Technology);

    /// <summary>
    /// To report at the office needs no technology. Whatever else is due counts only where the person was enrolled before it opened: in the
    /// technology that it is named after, or in that of the order.
    /// </summary>
    public static bool CanBeMissed(Case state, Obligation duty)
    {
        var technology = Levels.NeedsEnrolment(duty.Kind) ? duty.Kind : state.Order?.Technology ?? Levels.None;
        return duty.Kind == Levels.Report || !Levels.NeedsEnrolment(technology)
            || state.Supervision.Enrolments.Exists(e => e.Technology == technology && e.IsSetUp && e.At <= duty.Opens);
    }
}
