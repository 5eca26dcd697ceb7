namespace AiInfra.Metrics.Statistics;

/// <summary>How many rows see how much how surely.</summary>
/// <param name="Test">The test that it is about.</param>
/// <param name="Effect">The effect, in the unit that the method says.</param>
/// <param name="Rows">Rows, of the first side where there are two; not rounded, take the next whole number.</param>
/// <param name="RowsSecond">Rows of the second side; 0 where rows are pairs.</param>
/// <param name="Power">Chance that the test rejects when the effect is real.</param>
/// <param name="Alpha">Chance that it rejects when there is none.</param>
public sealed record PowerResult(string Test, double Effect, double Rows, double RowsSecond, double Power, double Alpha);
