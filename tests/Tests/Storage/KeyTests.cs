using System.Security.Cryptography;
using Throughline.Host;
using Throughline.Storage;

namespace Throughline.Tests.Storage;

/// <summary>Nothing is written under a key that is not the store's own.</summary>
public sealed class KeyTests
{
    [Fact]
    public async Task A_store_with_the_key_of_another_store_is_not_opened()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: false);
        File.WriteAllBytes(KeyOf(t), RandomNumberGenerator.GetBytes(32));

        Assert.Contains("key of another store", Assert.Throws<StoreException>(() => Again(t)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task A_key_that_lies_open_to_others_is_not_used(UnixFileMode more)
    {
        await using var t = new TestInstallation();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyOf(t), UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        }

        Assert.Contains("chmod 600", Assert.Throws<StoreException>(() => Again(t)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_start_that_broke_off_before_its_key_was_made_can_be_done_again()
    {
        await using var t = new TestInstallation();
        File.Delete(KeyOf(t));

        await Again(t).DisposeAsync();

        Assert.Equal(32, new FileInfo(KeyOf(t)).Length);
    }

    [Fact]
    public async Task A_missing_key_is_never_made_anew_for_a_store_that_holds_people()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: false);
        File.Delete(KeyOf(t));

        Assert.Contains("is missing", Assert.Throws<StoreException>(() => Again(t)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyOf(t)));
    }

    private static string KeyOf(TestInstallation t) => Path.Combine(t.KeysFolder, t.Installation.Store.Id + ".key");

    private static Installation Again(TestInstallation t) => t.OpenAnother();
}
