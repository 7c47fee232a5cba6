using System.Security.Cryptography;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace Throughline.Host.Imports;

/// <summary>A sender's file, plain or gzip (told by its first bytes, not by its name).</summary>
internal sealed class ImportFile : IDisposable
{
    private readonly FileStream _file;

    private ImportFile(FileStream file, string hash, bool isGzip)
    {
        _file = file;
        Hash = hash;
        // Not the framework's GZipStream: it takes a file that breaks off for one that ends.
        Content = isGzip ? new GZipInputStream(file, 1 << 16) : file;
    }

    /// <summary>SHA-256 of the file as it lies on the disk: tells a line read twice from a line sent twice.</summary>
    public string Hash { get; }

    public Stream Content { get; }

    public long Length => _file.Length;

    /// <summary>How far the file has been read, in bytes of the disk.</summary>
    public long Position => _file.Position;

    /// <exception cref="CsvFileException">It can't be opened, or is named a gzip and is none.</exception>
    public static ImportFile Open(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CsvFileException(e is FileNotFoundException or DirectoryNotFoundException ? $"There is no file {path}." : $"The file {path} can't be read: {e.Message}");
        }

        var first = new byte[2];
        var isGzip = file.ReadAtLeast(first, 2, throwOnEndOfStream: false) == 2 && first is [0x1F, 0x8B];
        if (!isGzip && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && file.Length > 0)
        {
            file.Dispose();
            throw new CsvFileException($"The file {path} is named a gzip and is none.");
        }

        file.Position = 0;
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        file.Position = 0;
        return new ImportFile(file, hash, isGzip);
    }

    /// <summary>Whether an exception of <see cref="Content"/> says that the gzip broke off or is damaged.</summary>
    public static bool IsBreak(Exception e) => e is SharpZipBaseException or EndOfStreamException or InvalidDataException;

    public void Dispose()
    {
        Content.Dispose();
        _file.Dispose();
    }
}
