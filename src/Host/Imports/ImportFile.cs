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
        Content = isGzip ? new Unpacked(file) : file;
    }

    /// <summary>SHA-256 of the file as it lies on the disk: tells a line read twice from a line sent twice.</summary>
    public string Hash { get; }

    public Stream Content { get; }

    public long Length => _file.Length;

    /// <summary>How far the file has been read, in bytes of the disk.</summary>
    public long Position => _file.Position;

    /// <exception cref="CsvFileException">It can't be opened, is no plain file, or is named a gzip and is none.</exception>
    public static ImportFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CsvFileException($"{path} is a folder. Name a file in it.");
        }

        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            var first = new byte[2];
            var got = file.ReadAtLeast(first, 2, throwOnEndOfStream: false);
            if (!file.CanSeek || got > file.Length)
            {
                // Read twice, once for its fingerprint: a pipe can't be.
                throw new CsvFileException($"{path} is no plain file. Write what it gives into a file first.");
            }

            var isGzip = got == 2 && first is [0x1F, 0x8B];
            if (!isGzip && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && file.Length > 0)
            {
                throw new CsvFileException($"The file {path} is named a gzip and is none.");
            }

            file.Position = 0;
            var hash = Convert.ToHexStringLower(SHA256.HashData(file));
            file.Position = 0;
            return new ImportFile(file, hash, isGzip);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            file?.Dispose();
            throw new CsvFileException(e is FileNotFoundException or DirectoryNotFoundException ? $"There is no file {path}." : $"The file {path} can't be read: {e.Message}");
        }
        catch (CsvFileException)
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Whether an exception of <see cref="Content"/> says that the gzip broke off or is damaged.</summary>
    public static bool IsBreak(Exception e) => e is InvalidDataException;

    public void Dispose()
    {
        Content.Dispose();
        _file.Dispose();
    }

    /// <summary>
    /// What a gzip holds, every fault of it as one kind of exception. Not the framework's GZipStream: it takes a file that breaks off for
    /// one that ends.
    /// </summary>
    private sealed class Unpacked(FileStream file) : GZipInputStream(file, 1 << 16)
    {
        // What was unpacked by a read that then fails is lost with it: small reads lose little.
        private const int AtOnce = 512;

        /// <exception cref="InvalidDataException">It breaks off, is damaged, or has something else behind its end.</exception>
        public override int Read(byte[] buffer, int offset, int count)
        {
            try
            {
                var got = base.Read(buffer, offset, Math.Min(count, AtOnce));
                return got > 0 || !HasMore() ? got : throw new InvalidDataException("something that is no gzip follows its end");
            }
            catch (Exception e) when (e is SharpZipBaseException or EndOfStreamException or IndexOutOfRangeException or ArgumentException or InvalidOperationException or OverflowException)
            {
                // The library answers some damaged bytes with its own mistakes.
                throw new InvalidDataException(e is SharpZipBaseException or EndOfStreamException ? e.Message : "the packed bytes make no sense", e);
            }
        }

        /// <summary>Bytes behind the last member, other than the zeros with which a tape fills up.</summary>
        private bool HasMore()
        {
            var rest = inputBuffer.RawData.AsSpan(0, inputBuffer.RawLength)[^Math.Min(inputBuffer.Available, inputBuffer.RawLength)..];
            return rest.ContainsAnyExcept((byte)0) || file.Position < file.Length;
        }
    }
}
