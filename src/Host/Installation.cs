using NodaTime;
using Throughline.Casefile.Programmes;
using Throughline.Host.Programmes;
using Throughline.Storage;
using Throughline.Storage.Reading;

namespace Throughline.Host;

/// <summary>One store with its programme, its clock and its one door for change: what every verb, page and job works on.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private Installation(Store store, Programme programme, Postcodes postcodes, IClock clock)
    {
        Store = store;
        Cases = new Cases(store);
        Search = new SearchIndex(store);
        Programme = programme;
        Postcodes = postcodes;
        Clock = clock;
        Recorder = new Recorder(store, programme, clock);
    }

    public Store Store { get; }

    public Cases Cases { get; }

    public SearchIndex Search { get; }

    public Programme Programme { get; }

    public Postcodes Postcodes { get; }

    public IClock Clock { get; }

    public Recorder Recorder { get; }

    /// <summary>Opens the store, made with the demonstration programme when it is empty.</summary>
    /// <exception cref="StoreException">The folder or the database can't be used, or its key is missing.</exception>
    /// <exception cref="ProgrammeFaultsException">The programme in the data folder has faults, each with its line.</exception>
    public static Installation Open(string dataFolder, string? keysFolder, IClock clock, string? connection = null)
    {
        var store = Store.Open(dataFolder, keysFolder, connection);
        var own = Path.Combine(store.DataFolder, "programme");
        var shipped = Path.Combine(AppContext.BaseDirectory, "programme");
        var programme = ProgrammeFile.Load(Directory.Exists(own) ? own : shipped);
        return new Installation(store, programme, Postcodes.Load(Path.Combine(shipped, "postcodes.csv.gz")), clock);
    }

    /// <summary>Where the keys of this store lie, the web cookies' among them: outside the store and every backup.</summary>
    public string KeysFolder => Store.KeysFolder;

    public async ValueTask DisposeAsync()
    {
        await Recorder.DisposeAsync();
        Store.Close();
    }
}
