namespace AiInfra.Training.Averages;

/// <summary>An exponential moving average of the weights: <c>average = d x average + (1 - d) x weight</c> after each step (Polyak and Juditsky 1992). It is what validations judge and what the module ends with.</summary>
public sealed class EmaOptions : ICheckedOptions
{
    /// <summary>How much of the average each step keeps.</summary>
    /// <value>0.999, between 0 and 1.</value>
    public double Decay { get; set; } = 0.999;

    /// <summary>Whether the average begins quickly: the n-th step, from 0, keeps at most <c>(1 + n) / (10 + n)</c> of it. Otherwise a short training ends near its first weights.</summary>
    /// <value>True.</value>
    public bool WarmUp { get; set; } = true;

    /// <summary>Whether buffers of floats, such as the running figures of batch normalisations, are averaged too; otherwise they are those of the last step.</summary>
    /// <value>True.</value>
    public bool Buffers { get; set; } = true;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults().Inside(Decay, 0, 1);
}
