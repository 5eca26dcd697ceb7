namespace AiInfra.Training.Language;

/// <summary>How texts are continued. They apply in this order: penalty, temperature, top k, top p.</summary>
public sealed class GenerationOptions : ICheckedOptions
{
    /// <summary>New tokens of a text, at most.</summary>
    /// <value>128.</value>
    public int MaxNewTokens { get; set; } = 128;

    /// <summary>What scores are divided by before one is drawn: below 1 the likely become likelier. 0 always takes the likeliest (greedy), of equally likely ones the first.</summary>
    /// <value>0.</value>
    public double Temperature { get; set; }

    /// <summary>Draws among so many likeliest tokens.</summary>
    /// <value>Null: among all.</value>
    public int? TopK { get; set; }

    /// <summary>Draws among the likeliest tokens that together have this probability (nucleus sampling, Holtzman et al. 2020).</summary>
    /// <value>Null: among all; above 0 to 1.</value>
    public double? TopP { get; set; }

    /// <summary>Divides scores above 0, and multiplies those below, of tokens that the text has already (Keskar et al. 2019).</summary>
    /// <value>1: none.</value>
    public double RepetitionPenalty { get; set; } = 1;

    /// <summary>Tokens that end a text; the one that does is not among its new tokens.</summary>
    /// <value>None.</value>
    public IReadOnlyList<long> StopTokens { get; set; } = [];

    /// <summary>Seed of what is drawn. Each text of a batch has draws of its own, whatever the others are.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(MaxNewTokens, 1)
        .AtLeast(Temperature, 0)
        .Must(double.IsFinite(Temperature), $"{nameof(Temperature)} is a finite number; it is {Temperature}.")
        .AtLeast(TopK, 1)
        .Above(TopP, 0)
        .Must(TopP is null or <= 1, $"{nameof(TopP)} is above 0 and at most 1; it is {TopP}.")
        .Above(RepetitionPenalty, 0)
        .Set(StopTokens);
}
