using System.Globalization;
using System.Security.Cryptography;

namespace Throughline.Storage.Log;

/// <summary>
/// The last checkpoint, noted outside the store: a small file beside the installation key. Without it a store that was put back to an
/// older copy, or whose last checkpoints were taken out, would be as whole as the true one.
/// </summary>
/// <param name="Number">The checkpoint's number.</param>
/// <param name="Upto">The last event under it.</param>
internal sealed record Anchor(long Number, long Upto, byte[] Root)
{
    private static readonly Anchor Unreadable = new(0, 0, []);

    public static string FileOf(Store store) => Path.Combine(store.KeysFolder, $"{store.Id}{(store.Line.Length == 0 ? "" : "-" + store.Line)}.anchor");

    /// <summary>Whether another copy of the store has a note: the one that was backed up, or one that was restored.</summary>
    public static bool AnotherIsNoted(Store store) => Directory.Exists(store.KeysFolder) && Directory.EnumerateFiles(store.KeysFolder, store.Id + "*.anchor").Any(f => f != FileOf(store));

    /// <summary>Null: none was noted yet. A file that can't be read, or is no note, is one of number 0.</summary>
    public static Anchor? Read(Store store)
    {
        try
        {
            return File.ReadAllText(FileOf(store)).Trim().Split(' ') is [var number, var upto, var root]
                ? new Anchor(long.Parse(number, CultureInfo.InvariantCulture), long.Parse(upto, CultureInfo.InvariantCulture), Convert.FromHexString(root))
                : Unreadable;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or IOException or UnauthorizedAccessException)
        {
            return Unreadable;
        }
    }

    /// <summary>
    /// Notes a checkpoint of a store that goes on from what was noted before. A store that does not is left to the check to name:
    /// overwriting the note would hide it. Two processes may overtake each other here: the note is then one older until the next.
    /// False when the folder can't be written.
    /// </summary>
    public static bool Write(Store store, Anchor now, Func<long, byte[]?> rootOf)
    {
        if (Read(store) is { Number: > 0 } noted && (noted.Number >= now.Number || !(rootOf(noted.Number) is { } root && CryptographicOperations.FixedTimeEquals(root, noted.Root))))
        {
            return true;
        }

        var file = FileOf(store);

        // By chance and not by process number: two machines on one folder may share a number.
        var aside = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var stream = new FileStream(aside, options))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{now.Number} {now.Upto} {Convert.ToHexStringLower(now.Root)}\n")));
                stream.Flush(flushToDisk: true);
            }

            // Whole or not at all, and never ahead of the store: that was committed before.
            File.Move(aside, file, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            Remove(aside);
        }
    }

    private static void Remove(string aside)
    {
        try
        {
            File.Delete(aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that can't be written has nothing of ours to take away.
        }
    }
}
