namespace AiInfra.Evaluation.Tests.Simulations;

/// <summary>Seeded draws of the simulations.</summary>
internal sealed class Draws(int seed)
{
    private readonly Random _random = new(seed);

    public double Uniform() => _random.NextDouble();

    public bool Flip(double share) => _random.NextDouble() < share;

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    public double Exponential() => -Math.Log(1 - _random.NextDouble());
}
