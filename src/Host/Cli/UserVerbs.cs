using System.CommandLine;
using Throughline.Host.Access;
using Throughline.Host.Accounts;

namespace Throughline.Host.Cli;

/// <summary><c>user administrator</c>: whoever owns the machine owns the installation, also when every administrator has lost the way in.</summary>
internal static class UserVerbs
{
    public static Command User()
    {
        var signIn = CommandLine.Required<string>("--sign-in", "The name to sign in with; an account of this name is reset and becomes an administrator", "NAME");
        var name = CommandLine.Required<string>("--name", "The name on record", "NAME");
        var publicUrl = new Option<string>("--public-url") { Description = "Where people reach this installation", DefaultValueFactory = _ => "http://localhost:5080", HelpName = "URL" };
        var verb = new Command("administrator", "Makes or resets an administrator and prints a link that works once") { signIn, name, publicUrl };
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.Open(parsed);
            if (installation.Mode() != StoreMode.Real)
            {
                throw new BadArgumentsException("This store is not set up for real people. Its first page does that.");
            }

            var url = new PublicUrl(parsed.GetValue(publicUrl)!.TrimEnd('/'));
            var services = new ServiceCollection().AddLogging(SecurityLog.Write).AddSingleton(installation);
            services.AddDataProtection();
            services.AddAccounts(installation, url);
            await using var provider = services.BuildServiceProvider();
            await using var scope = provider.CreateAsyncScope();
            var link = await LinkAsync(scope.ServiceProvider, parsed.GetValue(signIn)!, parsed.GetValue(name)!, CommandLine.Who(parsed).Name);
            Console.Out.WriteLine(url.To("/join?once=" + link));
            await Console.Error.WriteLineAsync("This is shown once, works once, and for three days.");
            return Exit.Done;
        });
        return new Command("user", "Accounts of staff") { verb };
    }

    private static async Task<string> LinkAsync(IServiceProvider services, string signIn, string name, string by)
    {
        var inviting = services.GetRequiredService<Inviting>();
        if (await services.GetRequiredService<StaffAccounts>().FindByNameAsync(signIn) is { } account)
        {
            await inviting.MoveAsync(by, account, Roles.Administrator, null);
            return await inviting.ResetAsync(by, account);
        }

        var (_, link, fault) = await inviting.InviteAsync(by, signIn, name, Roles.Administrator, null);
        return link ?? throw new BadArgumentsException(fault!);
    }
}
