using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Programmes;

namespace Throughline.Host.Programmes;

/// <summary>How long each class of data is kept, read from a programme.</summary>
internal static class RetentionForm
{
    private static readonly Dictionary<string, RetentionTrigger> Triggers = new(StringComparer.Ordinal)
    {
        ["case-closed"] = RetentionTrigger.CaseClosed,
        ["order-ended"] = RetentionTrigger.OrderEnded,
        ["recorded"] = RetentionTrigger.Recorded,
        ["sent"] = RetentionTrigger.Sent,
        ["returned"] = RetentionTrigger.Returned,
    };

    /// <summary>Every class of which we hold something has a rule, or it would be kept for ever by nobody's decision.</summary>
    public static ImmutableArray<RetentionClass> Read(Form form, IReadOnlyList<RetentionClass> rules)
    {
        foreach (var (code, from) in RetentionRules.Known.Where(k => rules.All(r => r.Code != k.Code)))
        {
            form.Fault("retention", $"'{code}' has no rule. Add it with keeps, period, from ({WordOf(from)}) and citation: nothing is kept for ever because nobody said how long.");
        }

        return [.. rules];
    }

    public static RetentionClass Read(string code, Form form)
    {
        var before = form.FaultCount;
        var rule = new RetentionClass(
            code, form.Text("keeps"), form.Read("period", Values.Span, Period.Zero), form.Choice("from", Triggers), form.Text("citation"),
            form.Read<bool>("demonstration", Values.YesNo, false), form.ReadIfAny<bool>("duty", Values.YesNo) ?? false);
        if (RetentionRules.Known.FirstOrDefault(k => k.Code == code) is { Code: not null } known)
        {
            if (rule.Trigger != known.From && form.FaultCount == before)
            {
                form.Fault("from", $"'{code}' runs from something else. Write from: {WordOf(known.From)}.");
            }
        }
        else if (!RetentionRules.NotHeldYet.Contains(code))
        {
            form.Fault("", $"'{code}' is no class of data that is kept. Write one of: {string.Join(", ", RetentionRules.Known.Select(k => k.Code).Concat(RetentionRules.NotHeldYet).Order(StringComparer.Ordinal))}.");
        }

        return rule;
    }

    private static string WordOf(RetentionTrigger from) => Triggers.First(t => t.Value == from).Key;
}
