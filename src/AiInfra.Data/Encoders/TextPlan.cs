using System.Text.Json.Serialization;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>Free text as weighted counts of runs of words and of characters; each kind is scaled to a vector of length <see cref="Length"/>, or of zeros where nothing is known.</summary>
/// <param name="Name">Column.</param>
/// <param name="Pieces">How many pieces of <see cref="TextPieces.Size"/> characters are read, from the start of the text.</param>
/// <param name="Words">Runs of words; null where none are counted.</param>
/// <param name="Characters">Runs of characters; null where none are counted.</param>
internal sealed record TextPlan(string Name, int Pieces, GramPlan? Words, GramPlan? Characters) : ColumnPlan(Name, ValueKind.Text)
{
    /// <summary>Length of the vector of each kind: single features then lie around one, as standardised numbers do.</summary>
    public const double Length = 4;

    [JsonIgnore]
    public int Width => (Words?.Grams.Length ?? 0) + (Characters?.Grams.Length ?? 0);
}
