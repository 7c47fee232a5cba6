using NodaTime;

namespace Throughline.Casefile.Addresses;

/// <summary>What shows that somebody lives where they say, the weakest first. A code from a letter shows what counts: that our mail reaches the person there.</summary>
public enum AddressProofGrade { Word, Document, Visit, Letter }

public sealed record AddressProof(AddressProofGrade Grade, Instant At);

/// <summary>The code of the last letter.</summary>
/// <param name="Address">Which of the case's addresses was the current one when it was made.</param>
public sealed record AddressCode(string Value, Instant MadeAt, int Address, int WrongTries = 0);

/// <summary>Proofs of the current address. None is ever demanded: an address without one is work for somebody, and nothing follows for the person.</summary>
public static class AddressProofRules
{
    public const int CodeLength = 8, TriesAtMost = 5;

    /// <summary>How long a letter has before another one is sent in its place.</summary>
    public static readonly Duration LetterTime = Duration.FromDays(7);

    public static readonly IReadOnlyList<(AddressProofGrade Grade, string Words)> Words =
    [
        (AddressProofGrade.Letter, "a letter"),
        (AddressProofGrade.Document, "a document"),
        (AddressProofGrade.Visit, "a visit"),
        (AddressProofGrade.Word, "the person’s word"),
    ];

    public static readonly Refusal NoAddress = new("no-address-to-prove", "No address is known. Ask the person for one and record it first.");

    public static readonly Refusal NoLetter = new("no-letter-gets-there", "No letter reaches this address. Record an address that works, or another proof of this one.");

    public static readonly Refusal NoLetterForCase = new("no-letter-for-this-case", "A letter goes to an adult whose case is open. Prove the address of a child in the case of the responsible adult.");

    public static readonly Refusal LetterOnItsWay = new("letter-on-its-way", "A letter with a code is on its way. Send another one when it has not come after seven days.");

    public static readonly Refusal NoCode = new("no-code-waits", "No letter with a code is on its way to this address. The office can send one.");

    public static readonly Refusal CodeUsedUp = new("code-used-up", "This code was told wrong five times and counts no more. The office can send another letter.");

    public static readonly Refusal NotACode = new("not-a-letter-code", "The code has eight characters and stands in the letter. Write it as it stands there; no try was used.");

    public static readonly Refusal GradeNeeded = new("proof-needed", "Choose what shows the address: a document, a visit, or what the person says.");

    public static readonly Refusal DocumentNeeded = new("document-needed", "Write which document you saw. No copy is kept.");

    public static string WordsOf(AddressProofGrade grade) => Words.First(w => w.Grade == grade).Words;

    /// <summary>The code that can still be told: a code dies with its address, and when its letter comes back.</summary>
    public static AddressCode? LiveCode(Case state) => state.AddressCode is { } code && code.Address == state.Addresses.Count - 1 ? code : null;

    public static bool IsUsedUp(AddressCode code) => code.WrongTries >= TriesAtMost;

    /// <summary>Another letter takes the place of the last one, whose code dies.</summary>
    public static Decision SendLetter(Case state, string code, Instant now) =>
        !IsKnown(state) ? NoAddress
        : state is not { Closed: null, Release.IsMinor: false } ? NoLetterForCase
        : state.CurrentAddress!.Grade is not (AddressGrade.Deliverable or AddressGrade.CareOf) ? NoLetter
        : LiveCode(state) is { } last && !IsUsedUp(last) && now - last.MadeAt < LetterTime ? LetterOnItsWay
        : Decision.Of(state.Id, now, new AddressCodeMade(code));

    /// <summary>A wrong code is written down, so that the tries are counted wherever they are made.</summary>
    public static Decision Tell(Case state, string? typed, Instant now) =>
        LiveCode(state) is not { } code ? NoCode
        : IsUsedUp(code) ? CodeUsedUp
        : typed is not { Length: CodeLength } ? NotACode
        : Decision.Of(state.Id, now, typed == code.Value ? new AddressProven(AddressProofGrade.Letter, null) : new AddressCodeWrong());

    public static Decision Prove(Case state, AddressProofGrade? grade, string? note, Instant now) =>
        !IsKnown(state) ? NoAddress
        : grade is not (AddressProofGrade.Document or AddressProofGrade.Visit or AddressProofGrade.Word) ? GradeNeeded
        : grade == AddressProofGrade.Document && string.IsNullOrWhiteSpace(note) ? DocumentNeeded
        : Decision.Of(state.Id, now, new AddressProven(grade.Value, string.IsNullOrWhiteSpace(note) ? null : note.Trim()));

    /// <summary>For whoever reads a file as data: also the person learns the code from the letter alone, or it would prove nothing.</summary>
    public static CaseEvent WithoutCode(CaseEvent e) => e is AddressCodeMade made ? made with { Code = "" } : e;

    internal static Case On(Case state, RecordedEvent recorded) => recorded.Event switch
    {
        AddressCodeMade e => state with { AddressCode = new AddressCode(e.Code, recorded.OccurredAt, state.Addresses.Count - 1) },
        AddressCodeWrong => state with { AddressCode = state.AddressCode is { } code ? code with { WrongTries = code.WrongTries + 1 } : null },
        AddressProven e when state.CurrentAddress is { } known => state with
        {
            AddressCode = e.Grade == AddressProofGrade.Letter ? null : state.AddressCode,
            // A weaker proof takes nothing from a stronger one.
            Addresses = known.Proof is { } proof && proof.Grade > e.Grade
                ? state.Addresses
                : state.Addresses.SetItem(state.Addresses.Count - 1, known with { Proof = new AddressProof(e.Grade, recorded.OccurredAt) }),
        },
        _ => state,
    };

    private static bool IsKnown(Case state) => state.CurrentAddress is { Grade: not AddressGrade.Blank };
}
