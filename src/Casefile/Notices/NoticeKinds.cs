namespace Throughline.Casefile.Notices;

/// <summary>The kinds of notice that rules and figures speak of; a programme may name others.</summary>
public static class NoticeKinds
{
    public const string ToReport = "notice-to-report", ToAppear = "notice-to-appear", Parole = "parole";
}
