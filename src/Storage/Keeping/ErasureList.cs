using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Throughline.Storage.Keeping;

/// <summary>One erasure as the list beside the key has it. Names nobody who was erased.</summary>
/// <param name="Record">The keyed hash (hex) of what the file was found by; the number of a case may be another person's in an older store.</param>
internal sealed record Listed(string Case, string? Record, string At, string Who, string? Second, string Authority, string Reason);

/// <summary>
/// The erasures of a store, listed beside its key and outside it: a store that is put back to a backup from before an erasure would
/// otherwise bring the person back. A line is written before the erasure it tells of; one whose erasure then failed was decided all the same.
/// </summary>
internal static class ErasureList
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string FileOf(Store store) => Path.Combine(store.KeysFolder, store.Id + ".erased");

    /// <exception cref="StoreException">It can't be written: nothing may be erased then.</exception>
    public static void Add(Store store, IEnumerable<Listed> erasures)
    {
        var lines = string.Concat(erasures.Select(e => JsonSerializer.Serialize(e, Plain) + "\n"));
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var file = new FileStream(FileOf(store), options);
            // A line that broke off ends here, and no good one is joined to it.
            file.Seek(Math.Max(0, file.Length - 1), SeekOrigin.Begin);
            var isCut = file.Length > 0 && file.ReadByte() != '\n';
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes((isCut ? "\n" : "") + lines));
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"Nothing was erased: the list of erasures {FileOf(store)} can't be written ({e.Message}). Without it a backup would bring the person back.", e);
        }
    }

    /// <exception cref="StoreException">It is there and can't be read.</exception>
    public static IReadOnlyList<Listed> Read(Store store)
    {
        try
        {
            return [.. File.ReadAllLines(FileOf(store)).Select(Parse).OfType<Listed>()];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The list of erasures {FileOf(store)} can't be read ({e.Message}). Without it a backup would bring erased people back.", e);
        }
    }

    /// <summary>A line that broke off tells of an erasure that did not happen: it is written before.</summary>
    private static Listed? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Listed>(line, Plain) is { Case: not null, At: not null, Who: not null, Authority: not null, Reason: not null } listed ? listed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
