using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Releases;
using Throughline.Casefile.WalkIns;
using Throughline.Host.Casework;

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
    // Rows that wait for their commit: enough to fill the writer's batches, little enough to hold no file in memory.
    private const int InFlight = 1024;
    private static readonly string[] RejectedColumns = ["line", "recordId", "column", "sentence"];

    private readonly Releasing _releasing = new(installation);
    private readonly Reporting _reporting = new(installation);
    private readonly SubmissionReader _submissions = new(installation);

    private long _rows, _accepted, _repeated, _rejected, _unmatched;

    private enum Became { Accepted, Repeated, Rejected, Unmatched }

    private sealed record Result(int Line, string RecordId, Became Became, FieldFault? Fault);

    /// <param name="path">A CSV or CSV.GZ of releases; see the interface for its columns.</param>
    /// <param name="progress">Hears the share of the file that was read (0 to 1) and the rows so far.</param>
    public Task<ImportSummary> ReleasesAsync(string path, Action<double, long>? progress = null) =>
        RunAsync(path, ["recordId", "surname", "releasedAt", "station", "pathway"], ReleaseAsync, progress);

    public Task<ImportSummary> ReportsAsync(string path, Action<double, long>? progress = null) =>
        RunAsync(path, ["recordId", "reportedAt", "channel"], ReportAsync, progress);

    private async Task<ImportSummary> RunAsync(string path, string[] required, Func<CsvRow, string, Task<Result>> take, Action<double, long>? progress)
    {
        var watch = Stopwatch.StartNew();
        using var file = ImportFile.Open(path);
        var csv = Header(file, required);
        using var rejected = new RejectedFile(path + ".rejected.csv", RejectedColumns);
        var flying = new Queue<Task<Result>>();
        string? brokeOff = null;
        var line = 1;
        try
        {
            while (csv.Read(out var row))
            {
                line = row.Line;
                flying.Enqueue(take(row, file.Hash));
                if (flying.Count >= InFlight)
                {
                    Count(await flying.Dequeue(), rejected);
                }

                if (_rows % 1024 == 0)
                {
                    progress?.Invoke(file.Length == 0 ? 1 : (double)file.Position / file.Length, _rows);
                }
            }
        }
        catch (Exception e) when (ImportFile.IsBreak(e))
        {
            brokeOff = $"The gzip breaks off or is damaged after line {line}: what came before stands, and nothing behind it was read ({e.Message}).";
        }

        while (flying.TryDequeue(out var last))
        {
            Count(await last, rejected);
        }

        return new ImportSummary(_rows, _accepted, _repeated, _rejected, _unmatched, Math.Round(watch.Elapsed.TotalSeconds, 3)) { BrokeOff = brokeOff };
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

    private void Count(Result result, RejectedFile rejected)
    {
        _rows++;
        switch (result.Became)
        {
            case Became.Accepted:
                _accepted++;
                break;
            case Became.Repeated:
                _repeated++;
                break;
            case Became.Unmatched:
                _accepted++;
                _unmatched++;
                break;
            default:
                _rejected++;
                rejected.Add(result.Line.ToString(CultureInfo.InvariantCulture), result.RecordId, result.Fault!.Column, result.Fault.Sentence);
                break;
        }
    }

    private async Task<Result> ReleaseAsync(CsvRow row, string file)
    {
        var recordId = row.Fields.GetValueOrDefault("recordId", "").Trim();
        if (row.Fault is { } bad)
        {
            return await ReturnAsync(row, file, new FieldFault(bad.Column, bad.Code, bad.Sentence));
        }

        var (submission, fault) = _submissions.Read(row.Fields, new Source(file, row.Line));
        if (submission is null)
        {
            return await ReturnAsync(row, file, AtLine(fault!, row.Line));
        }

        var outcome = await _releasing.RecordAsync(who, submission, sendsHandoff: true);
        if (outcome.Refused is { } refusal)
        {
            var column = refusal == ReleaseRules.InTheFuture ? "releasedAt" : "recordId";
            return await ReturnAsync(row, file, AtLine(new FieldFault(column, refusal.Code, refusal.Sentence), row.Line));
        }

        var isNew = outcome.Events.Any(e => e.Event is PersonReleased or ReleaseCorrected);
        return new Result(row.Line, recordId, isNew ? Became.Accepted : Became.Repeated, null);
    }

    private async Task<Result> ReportAsync(CsvRow row, string file)
    {
        var recordId = row.Fields.GetValueOrDefault("recordId", "").Trim();
        if (row.Fault is { } bad)
        {
            return await ReturnAsync(row, file, new FieldFault(bad.Column, bad.Code, bad.Sentence));
        }

        var (told, fault) = new ReportReader(installation).Read(row.Fields);
        if (told is null)
        {
            return await ReturnAsync(row, file, AtLine(fault!, row.Line));
        }

        var outcome = await _reporting.RecordAsync(who, told);
        if (outcome.Refused is { } refusal)
        {
            return await ReturnAsync(row, file, AtLine(new FieldFault("reportedAt", refusal.Code, refusal.Sentence), row.Line));
        }

        return new Result(
            row.Line, recordId, !outcome.Changed ? Became.Repeated : outcome.Events.Any(e => e.Event is WalkInKept) ? Became.Unmatched : Became.Accepted, null);
    }

    /// <summary>A rejected row that still names a person is kept, encrypted, as returned to its sender: nobody is lost to a bad byte.</summary>
    private async Task<Result> ReturnAsync(CsvRow row, string file, FieldFault fault)
    {
        var recordId = row.Fields.GetValueOrDefault("recordId", "").Trim();
        if (recordId.Length > 0 || row.Fields.ContainsKey("surname") || row.Fields.ContainsKey("givenName"))
        {
            var station = row.Fields.GetValueOrDefault("station", "").Trim();
            await installation.Recorder.RecordAsync(who, (scene, now) => scene.ByKey("row", $"{file}\n{row.Line}") is not null || IsWaiting(scene, recordId, fault)
                ? Decision.Nothing
                : Decision.Of(scene.NewCase(), now, new RowReturned(
                    installation.Programme.Stations.ContainsKey(station) ? station : null, row.Line, fault.Column, fault.Code, file, recordId.Length > 0 ? recordId : null,
                    fault.Sentence, row.Fields.ToImmutableSortedDictionary(StringComparer.Ordinal))));
        }

        return new Result(row.Line, recordId, Became.Rejected, fault);
    }

    /// <summary>The same record returned for the same cause from another file is the same open work, not more of it.</summary>
    private static bool IsWaiting(Storage.Scene scene, string recordId, FieldFault fault) =>
        recordId.Length > 0 && scene.WaitingFor(recordId).Any(f => f.State.Returned is { } r && r.Row.Code == fault.Code && r.Row.Column == fault.Column);

    private static FieldFault AtLine(FieldFault fault, int line) => fault with
    {
        Sentence = fault.Column.Length > 0 ? $"Line {line}, column {fault.Column}: {fault.Sentence}" : $"Line {line}: {fault.Sentence}",
    };
}

/// <summary><c>FILE.rejected.csv</c>: made with the first rejected row; a stale one of an earlier run is removed.</summary>
internal sealed class RejectedFile : IDisposable
{
    private readonly string _path;
    private readonly string[] _columns;
    private StreamWriter? _writer;

    public RejectedFile(string path, string[] columns)
    {
        (_path, _columns) = (path, columns);
        File.Delete(path);
    }

    public void Add(params string[] cells)
    {
        if (_writer is null)
        {
            _writer = new StreamWriter(_path);
            _writer.Write(CsvText.Line(_columns));
        }

        _writer.Write(CsvText.Line(cells));
    }

    public void Dispose() => _writer?.Dispose();
}
