using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Programmes;
using Throughline.Host.Messages;
using Throughline.Storage;
using Throughline.Storage.Keeping;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Casework;

/// <summary>
/// Each night what the programme no longer keeps is ended, and a receipt says how much of it under which rule. Whatever is held stays. Each
/// step finds only what is still there, so it can stop anywhere, be done again, and run in two processes at once.
/// </summary>
internal sealed class Retaining(Installation installation, Erasing erasing)
{
    public const string RanOn = "retention-ran";

    private const int CasesAtOnce = 50;
    private static readonly Actor Us = Actor.Machine("retention");

    /// <summary>Three at night in New York, midnight in Los Angeles: no office is open.</summary>
    private static readonly LocalTime Night = new(8, 0);

    /// <summary>The last day (UTC) on which a round came to its end; null before the first.</summary>
    public static LocalDate? LastRun(Store store) => store.Setting(RanOn) is { } text ? LocalDatePattern.Iso.Parse(text).Value : null;

    /// <summary>Once a day, at night or as soon after as something runs. The number of things ended.</summary>
    public async Task<long> RunIfDueAsync(CancellationToken stopping = default)
    {
        var now = installation.Clock.GetCurrentInstant().InUtc();
        if (LastRun(installation.Store) >= now.Date || now.TimeOfDay < Night)
        {
            return 0;
        }

        var ended = await RunAsync(stopping);
        if (!stopping.IsCancellationRequested)
        {
            installation.Store.SetSetting(RanOn, LocalDatePattern.Iso.Format(now.Date));
        }

        return ended;
    }

    public async Task<long> RunAsync(CancellationToken stopping = default)
    {
        long ended = 0;
        foreach (var rule in installation.Programme.Retention)
        {
            ended += rule.Code switch
            {
                RetentionRules.CaseFile => await EndCasesAsync(rule, "release", stopping),
                RetentionRules.RejectedRows => await EndCasesAsync(rule, "returned-row", stopping),
                RetentionRules.Outbox => await EndRowsAsync(rule, Receipts.Outbox, stopping),
                RetentionRules.AccessRecord => await EndRowsAsync(rule, Receipts.Accesses, stopping),
                RetentionRules.Answers => await EndRowsAsync(rule, Receipts.Answers, stopping),
                RetentionRules.Messages => await EndMessagesAsync(rule, stopping),
                _ => 0,
            };
        }

        ended += await EndTrailsAsync(stopping);
        // What an erasure that broke off after its commit left outside the store.
        erasing.Finish(Erasures.All(installation.Store));
        return ended;
    }

    /// <summary>As a receipt says it.</summary>
    public static string Words(RetentionClass rule) => $"{ErasureRules.Words(rule.Period)} from {Since(rule.Trigger)}: {rule.Citation}";

    public static string Since(RetentionTrigger from) => from switch
    {
        RetentionTrigger.CaseClosed => "the closing of the case",
        RetentionTrigger.OrderEnded => "the end of the order",
        RetentionTrigger.Sent => "the sending",
        RetentionTrigger.Returned => "the return",
        _ => "the recording",
    };

    private string MessagesFolder => Path.Combine(installation.Store.DataFolder, "messages");

    /// <summary>By the same way as an erasure by two people, in batches that share a commit and a receipt.</summary>
    private async Task<long> EndCasesAsync(RetentionClass rule, string kind, CancellationToken stopping)
    {
        long ended = 0;
        var last = default(CaseId);
        ILookup<CaseId, CaseId>? rows = null;
        while (!stopping.IsCancellationRequested)
        {
            // A day more, because of leap days; the rule itself knows the minute.
            var due = Receipts.Closed(installation.Store, kind, RetentionRules.Before(rule, installation.Clock.GetCurrentInstant()) + Duration.FromDays(1), last, CasesAtOnce);
            if (due.Count == 0)
            {
                break;
            }

            last = due[^1];
            rows ??= erasing.SettledRows();
            var others = due.ToDictionary(id => id, id => erasing.OthersOf(id, rows));
            var outcomes = await installation.Recorder.RecordAllAsync(Us, [.. due.Select(id => (Func<Scene, Instant, Decision>)((scene, now) =>
            {
                var decision = erasing.Expire(scene, Us, id, rule, others[id], now);
                Receipts.Add(scene.Sql, rule.Code, Words(rule), decision.Events.Count(e => e.Event is PersonErased), now);
                return decision;
            }))]);
            erasing.Finish(outcomes);
            ended += outcomes.Sum(o => o.Events.Count(e => e.Event is PersonErased));
        }

        return ended;
    }

    private async Task<long> EndRowsAsync(RetentionClass rule, Func<Statements, Instant, long> delete, CancellationToken stopping)
    {
        long all = 0;
        for (long some = 1; some > 0 && !stopping.IsCancellationRequested; all += some)
        {
            some = 0;
            await installation.Recorder.RecordAsync(Us, (scene, now) =>
            {
                some = delete(scene.Sql, RetentionRules.Before(rule, now));
                Receipts.Add(scene.Sql, rule.Code, Words(rule), some, now);
                return Decision.Nothing;
            });
        }

        return all;
    }

    /// <summary>By no rule of the programme: the order says for how many days.</summary>
    private async Task<long> EndTrailsAsync(CancellationToken stopping)
    {
        long all = 0;
        for (long some = 1; some > 0 && !stopping.IsCancellationRequested; all += some)
        {
            some = 0;
            await installation.Recorder.RecordAsync(Us, (scene, now) =>
            {
                some = TrailRetention.End(scene.Sql, now);
                return Decision.Nothing;
            });
        }

        return all;
    }

    /// <summary>False: another process was quicker.</summary>
    private static bool Take(string file)
    {
        try
        {
            File.Move(file, file + ".gone", overwrite: true);
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        File.Delete(file + ".gone");
        return true;
    }

    /// <summary>The copies of messages outside the store. Their wording in the case file ends with that.</summary>
    private async Task<long> EndMessagesAsync(RetentionClass rule, CancellationToken stopping)
    {
        var before = RetentionRules.Before(rule, installation.Clock.GetCurrentInstant());
        long ended = 0;
        foreach (var (file, id, number) in FolderSender.Files(MessagesFolder).TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            if (installation.Cases.Load(id)?.State is { Holds.Count: 0 } state && state.Messages.Find(m => FolderSender.NameOf(m.Id) == number) is { } sent && sent.SentAt <= before)
            {
                ended += Take(file) ? 1 : 0;
            }
        }

        if (ended > 0)
        {
            await installation.Recorder.RecordAsync(Us, (scene, now) =>
            {
                Receipts.Add(scene.Sql, rule.Code, Words(rule), ended, now);
                return Decision.Nothing;
            });
        }

        return ended;
    }
}
