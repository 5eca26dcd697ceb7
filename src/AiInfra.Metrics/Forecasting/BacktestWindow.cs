namespace AiInfra.Metrics.Forecasting;

/// <summary>One cut of a series: train on [TrainStart, TrainEnd), forecast [TestStart, TestEnd).</summary>
/// <param name="TrainStart">First step trained on.</param>
/// <param name="TrainEnd">The step after the last one trained on: the origin.</param>
/// <param name="TestStart">First step forecast; the gap lies between.</param>
/// <param name="TestEnd">The step after the last one forecast.</param>
public readonly record struct BacktestWindow(int TrainStart, int TrainEnd, int TestStart, int TestEnd);
