using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Releases;
using Throughline.Casefile.WalkIns;
using Throughline.Host.Casework;
using Throughline.Storage;

namespace Throughline.Host.Imports;

/// <summary>What became of a file's rows; printed as JSON.</summary>
internal sealed record ImportSummary(long Rows, long Accepted, long Repeated, long Rejected, long Unmatched, double Seconds)
{
    /// <summary>The sentence when the file broke off before its end.</summary>
    [JsonIgnore]
    public string? BrokeOff { get; init; }
}

/// <summary>
/// Imports a sender's file through the recorder, row by row. It can be stopped at any moment and run again: a row's own number and its
/// place in the file tell what is already in the store.
/// </summary>
internal sealed class Importing(Installation installation, Actor who)
{
    // Rows of one act, and acts that wait for their commit: enough to fill the writer, too little to hold a file in memory.
    private const int RowsAtOnce = 256;
    private const int ActsInFlight = 8;
    private static readonly string[] RejectedColumns = ["line", "recordId", "column", "sentence"];

    private readonly Releasing _releasing = new(installation);
    private readonly Reporting _reporting = new(installation);
    private readonly SubmissionReader _submissions = new(installation);
    private readonly ReportReader _reports = new(installation);

    private long _rows, _accepted, _repeated, _rejected, _unmatched;

    /// <summary>A row on its way: the rule that takes it, and the fault that the rule or the reader found.</summary>
    private sealed class Taken(int line, string recordId)
    {
        public int Line { get; } = line;

        public string RecordId { get; } = recordId;

        public Func<Scene, Instant, Decision> Rule { get; set; } = (_, _) => Decision.Nothing;

        public FieldFault? Fault { get; set; }
    }

    /// <param name="path">A CSV or CSV.GZ of releases; see the interface for its columns.</param>
    /// <param name="progress">Hears the share of the file that was read (0 to 1) and the rows so far.</param>
    public Task<ImportSummary> ReleasesAsync(string path, Action<double, long>? progress = null) =>
        RunAsync(path, ["recordId", "surname", "releasedAt", "station", "pathway"], Release, progress);

    public Task<ImportSummary> ReportsAsync(string path, Action<double, long>? progress = null) =>
        RunAsync(path, ["recordId", "reportedAt", "channel"], Report, progress);

    private async Task<ImportSummary> RunAsync(string path, string[] required, Func<CsvRow, string, Taken> take, Action<double, long>? progress)
    {
        var watch = Stopwatch.StartNew();
        using var file = ImportFile.Open(path);
        var csv = Header(file, required);
        using var rejected = new RejectedFile(path + ".rejected.csv", RejectedColumns);
        var flying = new Queue<(List<Taken> Rows, Task<IReadOnlyList<Outcome>> Outcomes)>();
        var rows = new List<Taken>(RowsAtOnce);
        string? brokeOff = null;
        var line = 1;
        try
        {
            while (csv.Read(out var row))
            {
                line = row.Line;
                rows.Add(take(row, file.Hash));
                if (rows.Count == RowsAtOnce)
                {
                    rows = Send(flying, rows);
                    if (flying.Count == ActsInFlight)
                    {
                        await CountAsync(flying.Dequeue(), rejected);
                        progress?.Invoke((double)file.Position / file.Length, _rows);
                    }
                }
            }
        }
        catch (Exception e) when (ImportFile.IsBreak(e))
        {
            brokeOff = $"The gzip breaks off or is damaged after line {line}: what came before stands, and nothing behind it was read ({e.Message}).";
        }

        Send(flying, rows);
        while (flying.TryDequeue(out var last))
        {
            await CountAsync(last, rejected);
        }

        return new ImportSummary(_rows, _accepted, _repeated, _rejected, _unmatched, Math.Round(watch.Elapsed.TotalSeconds, 3)) { BrokeOff = brokeOff };
    }

    private List<Taken> Send(Queue<(List<Taken>, Task<IReadOnlyList<Outcome>>)> flying, List<Taken> rows)
    {
        if (rows.Count > 0)
        {
            flying.Enqueue((rows, installation.Recorder.RecordAllAsync(who, [.. rows.Select(r => r.Rule)])));
        }

        return new List<Taken>(RowsAtOnce);
    }

    private static CsvRows Header(ImportFile file, string[] required)
    {
        try
        {
            return new CsvRows(file.Content, required);
        }
        catch (Exception e) when (ImportFile.IsBreak(e))
        {
            throw new CsvFileException($"The gzip is damaged from its beginning: {e.Message}");
        }
    }

    private async Task CountAsync((List<Taken> Rows, Task<IReadOnlyList<Outcome>> Outcomes) act, RejectedFile rejected)
    {
        foreach (var (row, outcome) in act.Rows.Zip(await act.Outcomes))
        {
            _rows++;
            if (row.Fault is { } fault)
            {
                _rejected++;
                rejected.Add(row.Line.ToString(CultureInfo.InvariantCulture), row.RecordId, fault.Column, fault.Sentence);
                continue;
            }

            var isNew = outcome.Events.Any(e => e.Event is not ReleaseSentAgain);
            _accepted += isNew ? 1 : 0;
            _repeated += isNew ? 0 : 1;
            _unmatched += outcome.Events.Any(e => e.Event is WalkInKept) ? 1 : 0;
        }
    }

    private Taken Release(CsvRow row, string file)
    {
        var taken = Begin(row);
        var (submission, fault) = row.Fault is null ? _submissions.Read(row.Fields, new Source(file, row.Line)) : (null, Fault(row.Fault));
        return submission is null
            ? Return(taken, row, file, fault!)
            : Try(taken, row, file, (scene, now) => _releasing.Record(scene, now, submission, sendsHandoff: true), refusal => refusal == ReleaseRules.InTheFuture ? "releasedAt" : refusal == ReleaseRules.PathwayNeeded ? "pathway" : "recordId");
    }

    private Taken Report(CsvRow row, string file)
    {
        var taken = Begin(row);
        var (told, fault) = row.Fault is null ? _reports.Read(row.Fields) : (null, Fault(row.Fault));
        return told is null
            ? Return(taken, row, file, fault!)
            : Try(taken, row, file, (scene, now) => _reporting.Record(scene, now, told), refusal => refusal == NoticeRules.InTheFuture ? told.Report.ToAppearServedAt is { } served && served > installation.Clock.GetCurrentInstant() ? "noticeToAppearServedAt" : "noticeToAppearFiledAt" : refusal == ErasureRules.NotTakenAgain ? "recordId" : "reportedAt");
    }

    private static Taken Begin(CsvRow row) => new(row.Line, row.Fields.GetValueOrDefault("recordId", "").Trim());

    private static FieldFault Fault(CsvFault fault) => new(fault.Column, fault.Code, fault.Sentence);

    /// <summary>The rule, and when it refuses the row, the row's return to its sender in the same act.</summary>
    private Taken Try(Taken taken, CsvRow row, string file, Func<Scene, Instant, Decision> rule, Func<Refusal, string> columnOf)
    {
        taken.Rule = (scene, now) =>
        {
            var decision = rule(scene, now);
            taken.Fault = decision.Refused is { } refusal ? AtLine(new FieldFault(columnOf(refusal), refusal.Code, refusal.Sentence), row.Line) : null;
            return taken.Fault is { } fault ? Returned(scene, now, row, file, fault) : decision;
        };
        return taken;
    }

    private Taken Return(Taken taken, CsvRow row, string file, FieldFault fault)
    {
        taken.Fault = row.Fault is null ? AtLine(fault, row.Line) : fault;
        taken.Rule = (scene, now) => Returned(scene, now, row, file, taken.Fault);
        return taken;
    }

    /// <summary>A rejected row that still names a person is kept, encrypted, as returned to its sender: nobody is lost to a bad byte.</summary>
    private Decision Returned(Scene scene, Instant now, CsvRow row, string file, FieldFault fault)
    {
        var recordId = row.Fields.GetValueOrDefault("recordId", "").Trim();
        var namesSomebody = recordId.Length > 0 || row.Fields.ContainsKey("surname") || row.Fields.ContainsKey("givenName");
        if (!namesSomebody || scene.ByKey("row", $"{file}\n{row.Line}") is not null || WasErased(scene, recordId, file, row.Line) || IsWaiting(scene, recordId, fault))
        {
            return Decision.Nothing;
        }

        var station = row.Fields.GetValueOrDefault("station", "").Trim();
        return Decision.Of(scene.NewCase(), now, new RowReturned(
            installation.Programme.Stations.ContainsKey(station) ? station : null, row.Line, fault.Column, fault.Code, file, recordId.Length > 0 ? recordId : null,
            fault.Sentence, row.Fields.ToImmutableSortedDictionary(StringComparer.Ordinal)));
    }

    /// <summary>What was erased is not kept as a row that was returned either.</summary>
    private static bool WasErased(Scene scene, string recordId, string file, int line) =>
        scene.WasErased("row", $"{file}\n{line}") || recordId.Length > 0 && scene.WasErased("record", recordId);

    /// <summary>The same record returned for the same cause from another file is the same open work, not more of it.</summary>
    private static bool IsWaiting(Scene scene, string recordId, FieldFault fault) =>
        recordId.Length > 0 && scene.WaitingFor(recordId).Any(f => f.State.Returned is { } r && r.Row.Code == fault.Code && r.Row.Column == fault.Column);

    private static FieldFault AtLine(FieldFault fault, int line) => fault with
    {
        Sentence = fault.Column.Length > 0 ? $"Line {line}, column {fault.Column}: {fault.Sentence}" : $"Line {line}: {fault.Sentence}",
    };
}

/// <summary>
/// <c>FILE.rejected.csv</c>: made with the first rejected row; a stale one of an earlier run is removed. Where it can't be written (a
/// folder for reading only, a full disk) the list goes to standard error: the rows themselves are in the store already.
/// </summary>
internal sealed class RejectedFile : IDisposable
{
    private readonly string _path;
    private readonly string[] _columns;
    private TextWriter? _writer;

    /// <exception cref="CsvFileException">A stale list can't be removed: it would be taken for this import's.</exception>
    public RejectedFile(string path, string[] columns)
    {
        (_path, _columns) = (path, columns);
        try
        {
            if (Path.Exists(path))
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CsvFileException($"The list {path} of an earlier import can't be removed: {e.Message}");
        }
    }

    public void Add(params string[] cells)
    {
        try
        {
            _writer ??= Begin(new StreamWriter(_path));
            _writer.Write(CsvText.Line(cells));
        }
        catch (Exception e) when (_writer != Console.Error && e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The list {_path} can't be written ({e.Message}). The rejected rows from here on:");
            _writer = Begin(Console.Error);
            _writer.Write(CsvText.Line(cells));
        }
    }

    public void Dispose()
    {
        try
        {
            if (_writer is StreamWriter)
            {
                _writer.Dispose();
            }
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"The list {_path} is not complete: {e.Message}");
        }
    }

    private TextWriter Begin(TextWriter writer)
    {
        writer.Write(CsvText.Line(_columns));
        return writer;
    }
}
