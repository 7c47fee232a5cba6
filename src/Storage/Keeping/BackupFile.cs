using System.Text;
using System.Text.Json;

namespace Throughline.Storage.Keeping;

/// <summary>What a backup holds of one table: its columns by name, and how many rows.</summary>
internal sealed record BackupTable(string Name, IReadOnlyList<string> Columns, long Rows);

/// <summary>The first lines of a backup, readable without any key. Names nobody.</summary>
/// <param name="Store">The store's own number, by which its key file is named.</param>
/// <param name="KeyMark">Tells the store's key from others, and nothing about it.</param>
/// <param name="Checkpoint">The last checkpoint; 0 where there was none.</param>
internal sealed record BackupHeader(
    int Format, string Engine, long Schema, string Store, string KeyMark, string MadeAt, long Cases, long Events, long LastEvent, long Checkpoint, IReadOnlyList<BackupTable> Tables)
{
    public const int KnownFormat = 1;

    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web);

    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Plain), (byte)'\n'];

    public static BackupHeader? OfLine(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupHeader>(line, Plain);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>
/// The one form of a backup on both engines: a line that says what it is, the header as a line of JSON, the rows of each table compressed
/// (gzip), a checksum over all of that, and the checksum under the installation's key.
/// </summary>
internal static class BackupFile
{
    public const int ChecksumSize = 32;

    /// <summary>The checksum, and the same under the installation's key.</summary>
    public const int TrailerSize = 2 * ChecksumSize;

    public static readonly byte[] FirstLine = "throughline backup\n"u8.ToArray();

    private const byte Null = 0, Number = 1, Text = 2, Bytes = 3;

    public static void Write(BinaryWriter to, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                to.Write(Null);
                break;
            case long number:
                to.Write(Number);
                to.Write7BitEncodedInt64(number);
                break;
            case string text:
                to.Write(Text);
                WriteBytes(to, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                to.Write(Bytes);
                WriteBytes(to, bytes);
                break;
            default:
                throw new InvalidOperationException($"A {value.GetType().Name} has no form in a backup: tables hold numbers, texts and bytes.");
        }
    }

    public static object? Read(BinaryReader from) => from.ReadByte() switch
    {
        Null => null,
        Number => from.Read7BitEncodedInt64(),
        Text => Encoding.UTF8.GetString(ReadBytes(from)),
        Bytes => ReadBytes(from),
        var other => throw new InvalidDataException($"There is no kind of value {other}."),
    };

    private static void WriteBytes(BinaryWriter to, byte[] bytes)
    {
        to.Write7BitEncodedInt(bytes.Length);
        to.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader from)
    {
        var length = from.Read7BitEncodedInt();
        var bytes = from.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }
}

/// <summary>A backup that can't be read: the message names the file and what is wrong with it.</summary>
internal sealed class BackupFaultException(string sentence) : Exception(sentence);
