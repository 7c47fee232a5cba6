namespace Throughline.Host.Access;

/// <summary>What a store is for. An empty one asks on its first page; a demonstration lets anybody sign in as anybody.</summary>
internal enum StoreMode { Undecided, Demonstration, Real }

internal static class StoreModes
{
    private const string Setting = "mode";

    /// <summary>Filled by an import or not: until somebody has said what it is for, nobody signs in as anybody.</summary>
    public static StoreMode Mode(this Installation installation) => installation.Store.Setting(Setting) switch
    {
        "real" => StoreMode.Real,
        "demonstration" => StoreMode.Demonstration,
        _ => StoreMode.Undecided,
    };

    public static void Decide(this Installation installation, StoreMode mode) => installation.Store.SetSetting(Setting, mode.ToString().ToLowerInvariant());
}
