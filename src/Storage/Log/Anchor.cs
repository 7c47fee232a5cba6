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
    public static string FileOf(Store store) => Path.Combine(store.KeysFolder, store.Id + ".anchor");

    /// <summary>Null: none was noted yet. A file that is no anchor says so as one of number 0.</summary>
    public static Anchor? Read(Store store)
    {
        if (!File.Exists(FileOf(store)))
        {
            return null;
        }

        return File.ReadAllText(FileOf(store)).Trim().Split(' ') is [var number, var upto, { Length: 64 } root]
            && long.TryParse(number, CultureInfo.InvariantCulture, out var n) && long.TryParse(upto, CultureInfo.InvariantCulture, out var u)
            ? new Anchor(n, u, Convert.FromHexString(root))
            : new Anchor(0, 0, []);
    }

    /// <summary>
    /// Notes a checkpoint of a store that goes on from what was noted before. A store that does not is left to the check to name:
    /// overwriting the note would hide it. False when the folder can't be written; the check then says how old the note is.
    /// </summary>
    public static bool Write(Store store, Anchor now, Func<long, byte[]?> rootOf)
    {
        if (Read(store) is { Number: > 0 } noted && (noted.Number >= now.Number || !(rootOf(noted.Number) is { } root && CryptographicOperations.FixedTimeEquals(root, noted.Root))))
        {
            return true;
        }

        var file = FileOf(store);
        var aside = string.Create(CultureInfo.InvariantCulture, $"{file}.{Environment.ProcessId}");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var stream = new FileStream(aside, options))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{now.Number} {now.Upto} {Convert.ToHexStringLower(now.Root)}\n")));
            }

            // Whole or not at all. Not flushed: an old note only makes the check less sharp, and the next second brings another.
            File.Move(aside, file, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
