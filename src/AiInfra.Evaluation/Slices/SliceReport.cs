using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiInfra.Evaluation.Slices;

/// <summary>What a search for bad slices found, and how much was looked at.</summary>
public sealed record SliceReport
{
    /// <summary>Signature of the loss.</summary>
    public required string Loss { get; init; }

    /// <summary>Rows searched.</summary>
    public required int Rows { get; init; }

    /// <summary>Mean loss of all rows.</summary>
    public required double MeanLoss { get; init; }

    /// <summary>Columns that were cut.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Columns that gave no condition, and why.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Rows that a slice had to have.</summary>
    public required int Floor { get; init; }

    /// <summary>Single conditions.</summary>
    public required int Conditions { get; init; }

    /// <summary>Slices tested, conditions and pairs; all are counted in the correction.</summary>
    public required int Tested { get; init; }

    /// <summary>Slices with fewer rows than the floor; not tested.</summary>
    public required int BelowFloor { get; init; }

    /// <summary>The correction.</summary>
    public required SliceCorrection Correction { get; init; }

    /// <summary>Level of the corrected tests.</summary>
    public required double Level { get; init; }

    /// <summary>What <see cref="Slices"/> is sorted by.</summary>
    public required SliceOrder Order { get; init; }

    /// <summary>Tested slices that are worse than the rest: significant, and by the least effect or more.</summary>
    public required int Worse { get; init; }

    /// <summary>Of <see cref="Worse"/>, those that say nothing more than one reported.</summary>
    public required int Redundant { get; init; }

    /// <summary>Of <see cref="Worse"/>, those that were not looked at any more because enough had been found or seen.</summary>
    public required int LeftOut { get; init; }

    /// <summary>The bad slices, the largest by <see cref="Order"/> first. Empty: no part is shown to be worse than the rest.</summary>
    public required IReadOnlyList<FoundSlice> Slices { get; init; }

    /// <summary>As JSON, without the rows of the slices.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SliceJson.Default.SliceReport);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a report.</exception>
    public static SliceReport FromJson(string json) => JsonSerializer.Deserialize(json, SliceJson.Default.SliceReport) ?? throw new JsonException("A report of slices is expected, null was found.");

    /// <summary>As lines for people.</summary>
    public string Explain()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Rows} rows, mean loss {MeanLoss:G4} ({Loss}). {Tested} slices of {Floor} rows or more were tested from {Conditions} conditions ({Correction}, level {Level:G2}): {Worse} are worse than the rest, {Slices.Count} say something of their own.");
        foreach (FoundSlice slice in Slices)
        {
            text.AppendLine(slice.ToString());
        }

        return text.ToString();
    }

    /// <inheritdoc />
    public override string ToString() => $"SliceReport {{ Loss = {Loss}, Rows = {Rows}, MeanLoss = {MeanLoss}, Columns = {Shown.List(Columns)}, Skipped = {Shown.List(Skipped)}, Floor = {Floor}, Conditions = {Conditions}, Tested = {Tested}, BelowFloor = {BelowFloor}, Correction = {Correction}, Level = {Level}, Order = {Order}, Worse = {Worse}, Redundant = {Redundant}, LeftOut = {LeftOut}, Slices = {Shown.List(Slices)} }}";
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SliceReport))]
internal sealed partial class SliceJson : JsonSerializerContext;
