using System.Text.Json.Serialization;

namespace AiInfra.Training.Networks;

/// <summary>How a table's network is built; with the weights it is all that is needed to build it again.</summary>
public sealed record MlpDesign : ICheckedOptions
{
    /// <summary>Widths of the hidden layers; empty makes a linear model.</summary>
    /// <value>Null: 64, 64. Configuration adds to a list that is there, so none is.</value>
    public IReadOnlyList<int>? Hidden { get; init; }

    /// <summary>The widths that hold: <see cref="Hidden"/>, or 64, 64.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Layers => Hidden ?? [64, 64];

    /// <summary>Share of hidden values set to zero in training, from 0 to below 1.</summary>
    /// <value>0.</value>
    public double Dropout { get; init; }

    /// <summary>Normalisation of hidden layers.</summary>
    /// <value>None.</value>
    public MlpNormalization Normalization { get; init; }

    /// <summary>Activation between layers.</summary>
    /// <value>ReLU.</value>
    public MlpActivation Activation { get; init; }

    /// <summary>
    /// Networks of this design that learn side by side from different first weights; all together answer with the mean of their probabilities, or values (Lakshminarayanan et al. 2017).
    /// They vary less than one of them, train in little more time, and share the embeddings.
    /// </summary>
    /// <value>1.</value>
    public int Members { get; init; } = 1;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Below(Dropout, 0, 1)
        .AtLeast(Members, 1)
        .Must(Members <= 1 || Normalization != MlpNormalization.Batch, "Members share a batch, so it can't normalise them; use layer normalisation, or one member.")
        .Must(Layers.All(h => h >= 1), $"Hidden layers have at least one value; they have {Shown.List(Layers)}.");

    /// <inheritdoc />
    public override string ToString() => $"MlpDesign {{ Hidden = {Shown.List(Hidden)}, Layers = {Shown.List(Layers)}, Dropout = {Dropout}, Normalization = {Normalization}, Activation = {Activation}, Members = {Members} }}";
}
