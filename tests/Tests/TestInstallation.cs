using System.Globalization;
using NodaTime;
using NodaTime.Testing;
using Throughline.Casefile;
using Throughline.Casefile.Releases;
using Throughline.Host;
using Throughline.Host.Casework;

namespace Throughline.Tests;

/// <summary>A whole installation on a folder of its own, with a clock that the test moves. States are reached by acting.</summary>
internal sealed class TestInstallation : IAsyncDisposable
{
    /// <summary>Tuesday, 10 November 2026, 15:00 UTC: offices from New York to Los Angeles are open or about to be.</summary>
    public static readonly Instant Start = Instant.FromUtc(2026, 11, 10, 15, 0);

    public static readonly Actor Station = new("intake officer", "J. Aldana", "EPT-ELPASO");
    public static readonly Actor Denver = new("case officer", "D. Whitfield", "DEN");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("throughline-test-");
    private readonly TestStore _store;

    public TestInstallation(Instant? now = null)
    {
        Clock = new FakeClock(now ?? Start);
        _store = TestStore.Make(DataFolder);
        Installation = OpenAnother();
        Reopened();
    }

    public FakeClock Clock { get; }

    public string DataFolder => Path.Combine(_folder.FullName, "data");

    public string KeysFolder => Path.Combine(_folder.FullName, "keys");

    public string Folder => _folder.FullName;

    public Installation Installation { get; private set; }

    public Releasing Releasing { get; private set; } = null!;

    public Receiving Receiving { get; private set; } = null!;

    public Reporting Reporting { get; private set; } = null!;

    public Faulting Faulting { get; private set; } = null!;

    public Sweeping Sweeping { get; private set; } = null!;

    public Reviewing Reviewing { get; private set; } = null!;

    public CaseActs CaseActs { get; private set; } = null!;
    public AddressProving AddressProving { get; private set; } = null!;

    public Outreaching Outreaching { get; private set; } = null!;

    public TermsActs Terms { get; private set; } = null!;

    public SubmissionReader Reader { get; private set; } = null!;

    /// <summary>The store itself, to be copied, put back, or cut off.</summary>
    public TestStore Store => _store;

    /// <summary>What a second process has on the same store.</summary>
    public Installation OpenAnother() => Installation.Open(DataFolder, KeysFolder, Clock, _store.Connection);

    public ValueTask CloseAsync() => Installation.DisposeAsync();

    /// <summary>Closes the store and opens it again, as a restart does.</summary>
    public async Task ReopenAsync()
    {
        await CloseAsync();
        Installation = OpenAnother();
        Reopened();
    }

    /// <summary>A submission from the fields of the interface, with sensible ones for what the test does not name.</summary>
    public Submission Submission(params (string Column, string Value)[] fields)
    {
        var all = new Dictionary<string, string>
        {
            ["recordId"] = "R-1",
            ["surname"] = "Quispe Condori",
            ["givenName"] = "Wilson",
            ["station"] = "EPT-ELPASO",
            ["pathway"] = "NTR",
            ["releasedAt"] = Clock.GetCurrentInstant().Minus(Duration.FromHours(1)).ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["birthDate"] = "1994-02-03",
            ["language"] = "spa",
            ["addressLine"] = "1875 Quarry Road",
            ["city"] = "Aurora",
            ["state"] = "CO",
            ["postalCode"] = "80011",
        };
        foreach (var (column, value) in fields)
        {
            all[column] = value;
        }

        var (submission, fault) = Reader.Read(all, new Source("test", 0));
        return submission ?? throw new InvalidOperationException(fault!.Sentence);
    }

    public Case Case(string recordId) => Installation.Cases.ByRecord(recordId)?.State ?? throw new InvalidOperationException($"No case for {recordId}.");

    public async ValueTask DisposeAsync()
    {
        await Installation.DisposeAsync();
        _store.Drop();
        _folder.Delete(recursive: true);
    }

    private void Reopened()
    {
        Releasing = new Releasing(Installation);
        Receiving = new Receiving(Installation);
        Reporting = new Reporting(Installation);
        Faulting = new Faulting(Installation);
        Sweeping = new Sweeping(Installation);
        Reviewing = new Reviewing(Installation, Sweeping);
        CaseActs = new CaseActs(Installation, Sweeping);
        AddressProving = new AddressProving(Installation);
        Terms = new TermsActs(Installation);
        Outreaching = new Outreaching(Installation);
        Reader = new SubmissionReader(Installation);
    }
}
