using NodaTime;
using NodaTime.Text;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Releases;

namespace Throughline.Host.Casework;

/// <summary>Reads the fields of a report, whether they came as CSV or as JSON.</summary>
internal sealed class ReportReader(Installation installation)
{
    public (ToldReport? Told, FieldFault? Fault) Read(IReadOnlyDictionary<string, string> fields)
    {
        string Field(string column) => fields.GetValueOrDefault(column, "").Trim();
        if (Field("reportedAt").Length == 0)
        {
            return (null, new FieldFault("reportedAt", "value-missing", "reportedAt is empty."));
        }

        var (reportedAt, fault) = SubmissionReader.InstantWithOffset(Field("reportedAt"), "reportedAt");
        if (reportedAt is not { } at)
        {
            return (null, fault);
        }

        if (installation.Programme.Channels.Read(Field("channel")) is not { } channel)
        {
            return (null, new FieldFault("channel", "unknown-channel", $"channel '{Field("channel")}' is not in the programme. It knows {string.Join(", ", installation.Programme.Channels.Words)}."));
        }

        var (served, servedFault) = Optional(Field("noticeToAppearServedAt"), "noticeToAppearServedAt");
        var (filed, filedFault) = Optional(Field("noticeToAppearFiledAt"), "noticeToAppearFiledAt");
        if ((servedFault ?? filedFault) is { } wrong)
        {
            return (null, wrong);
        }

        return (new ToldReport(
            Field("recordId") is { Length: > 0 } record ? record : null,
            new Report(at.ToInstant(), channel, null, false, served, filed),
            Field("givenName"), Field("surname"), LocalDatePattern.Iso.Parse(Field("birthDate")) is { Success: true, Value: var born } ? born : null,
            ANumbers.Normal(Field("aNumber"))), null);
    }

    private static (Instant? At, FieldFault? Fault) Optional(string text, string column)
    {
        if (text.Length == 0)
        {
            return (null, null);
        }

        var (value, fault) = SubmissionReader.InstantWithOffset(text, column);
        return (value?.ToInstant(), fault);
    }
}
