namespace AiInfra.Training.Tuning.Samplers;

/// <summary>How <see cref="CmaSampler"/> searches.</summary>
public sealed class CmaOptions : ICheckedOptions
{
    /// <summary>Trials of a generation.</summary>
    /// <value>Null: 4 + 3 ln d for d parameters.</value>
    public int? Population { get; set; }

    /// <summary>First deviation, as a share of a parameter's range.</summary>
    /// <value>One sixth.</value>
    public double Sigma { get; set; } = 1.0 / 6;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Population, 4)
        .Between(Sigma, 1e-3, 1);
}
