using System.IO.Compression;
using System.Security.Cryptography;

namespace Throughline.Storage.Keeping;

/// <summary>A backup whose checksum holds, open for reading.</summary>
internal sealed class BackupReading : IDisposable
{
    private const int HeaderAtMost = 1 << 20;

    private readonly FileStream _file;
    private readonly string _path;
    private readonly long _body;

    private BackupReading(FileStream file, string path, BackupHeader header, long body)
    {
        (_file, _path, _body, Header) = (file, path, body, header);
        Sum = SumOf(file);
        file.Position = file.Length - BackupFile.TrailerSize;
        var sum = new byte[BackupFile.ChecksumSize];
        file.ReadExactly(sum);
        if (!sum.AsSpan().SequenceEqual(Sum))
        {
            throw Damaged(path);
        }

        Voucher = new byte[BackupFile.ChecksumSize];
        file.ReadExactly(Voucher);
    }

    public BackupHeader Header { get; }

    private byte[] Sum { get; }

    private byte[] Voucher { get; }

    /// <summary>Reads the file once, to its end, before anything is made of it.</summary>
    /// <exception cref="BackupFaultException">It can't be opened, is no backup, was cut off or changed, or is of a newer form.</exception>
    public static BackupReading Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 1 << 16 });
            var (header, body) = ReadHeader(file, path);
            return new BackupReading(file, path, header, body);
        }
        catch (Exception e)
        {
            file?.Dispose();
            throw e is IOException or UnauthorizedAccessException or NotSupportedException ? new BackupFaultException($"The backup {path} can't be read: {e.Message}") : e;
        }
    }

    /// <summary>Whether it was made under this key, and not put together by somebody who has none.</summary>
    public bool IsVouchedBy(InstallationKey key) => CryptographicOperations.FixedTimeEquals(Voucher, key.Vouch(Sum));

    /// <summary>Every row of every table, in the order in which they were written.</summary>
    public IEnumerable<(BackupTable Table, object?[] Values)> Rows()
    {
        _file.Position = _body;
        using var plain = new GZipStream(new UpTo(_file, _file.Length - BackupFile.TrailerSize), CompressionMode.Decompress);
        using var rows = new BinaryReader(new BufferedStream(plain, 1 << 16));
        foreach (var table in Header.Tables)
        {
            for (long i = 0; i < table.Rows; i++)
            {
                var values = new object?[table.Columns.Count];
                for (var c = 0; c < values.Length; c++)
                {
                    values[c] = Next(rows);
                }

                yield return (table, values);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private object? Next(BinaryReader rows)
    {
        try
        {
            return BackupFile.Read(rows);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            throw Damaged(_path);
        }
    }

    private static (BackupHeader Header, long Body) ReadHeader(FileStream file, string path)
    {
        var start = new byte[(int)Math.Min(file.Length, HeaderAtMost)];
        file.ReadExactly(start);
        if (!start.AsSpan().StartsWith(BackupFile.FirstLine))
        {
            throw new BackupFaultException($"{path} is no backup of Throughline.");
        }

        var line = start.AsSpan(BackupFile.FirstLine.Length);
        var end = line.IndexOf((byte)'\n');
        if (end < 0 || BackupHeader.OfLine(line[..end]) is not { Tables: not null } header || file.Length < BackupFile.FirstLine.Length + end + 1 + BackupFile.TrailerSize)
        {
            throw Damaged(path);
        }

        return header.Format > BackupHeader.KnownFormat || header.Schema > Engines.Engine.SchemaVersion
            ? throw new BackupFaultException($"The backup {path} was made by a newer program (tables of version {header.Schema}, this program knows {Engines.Engine.SchemaVersion}). Restore it with that one.")
            : (header, BackupFile.FirstLine.Length + end + 1);
    }

    private static byte[] SumOf(FileStream file)
    {
        file.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (var left = file.Length - BackupFile.TrailerSize; left > 0;)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            hash.AppendData(buffer.AsSpan(0, read));
            left -= read > 0 ? read : throw new EndOfStreamException();
        }

        return hash.GetHashAndReset();
    }

    private static BackupFaultException Damaged(string path) =>
        new($"The backup {path} is damaged: it was cut off, or a byte of it was changed, and its checksum does not hold. Nothing was restored. Take another copy of it.");
}
