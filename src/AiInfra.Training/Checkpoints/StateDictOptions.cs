using System.Text.RegularExpressions;

namespace AiInfra.Training.Checkpoints;

/// <summary>How the tensors of a file become those of a module. Names go through <see cref="StripPrefix"/>, <see cref="Rename"/> and <see cref="AddPrefix"/>, in this order.</summary>
public sealed class StateDictOptions : ICheckedOptions
{
    /// <summary>Taken from the start of names that begin with it, such as "transformer."; others stay as they are.</summary>
    /// <value>Null: nothing.</value>
    public string? StripPrefix { get; set; }

    /// <summary>Rules, each applied to what the one before left.</summary>
    /// <value>None.</value>
    public IList<StateDictRule> Rename { get; } = [];

    /// <summary>Put before all names.</summary>
    /// <value>Null: nothing.</value>
    public string? AddPrefix { get; set; }

    /// <summary>Regular expressions on the module's names: their matrices lie transposed in the file, as those of GPT-2's Conv1D do ([in, out] where a linear layer has [out, in]). A square one can't be told from its transpose, so name all of a kind.</summary>
    /// <value>None.</value>
    public IList<string> Transpose { get; } = [];

    /// <summary>Regular expressions on the file's names: tensors that are not wanted, such as stored attention masks. The report lists them.</summary>
    /// <value>None.</value>
    public IList<string> Ignore { get; } = [];

    /// <summary>Whether any difference between file and module is an error, and nothing is changed then. Otherwise what fits is loaded, and the report tells the rest.</summary>
    /// <value>True.</value>
    public bool Strict { get; set; } = true;

    /// <inheritdoc />
    public IEnumerable<string> Faults()
    {
        var faults = new OptionFaults();
        foreach (string pattern in Rename.Select(r => r.Pattern).Concat(Transpose).Concat(Ignore))
        {
            string? wrong = Wrong(pattern);
            faults.Must(wrong is null, $"'{pattern}' is no regular expression: {wrong}");
        }

        return faults;
    }

    private static string? Wrong(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
