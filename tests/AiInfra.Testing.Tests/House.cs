namespace AiInfra.Testing.Tests;

public enum Heating
{
    Gas,
    HeatPump,
}

public sealed record House(double Area, int Rooms, string City, Heating Heating, bool? Garden, DateTime Built);

public sealed record Price(double Amount, string Band);

public sealed record Chance(float[] Probability, string Label);
