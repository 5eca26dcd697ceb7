using AiInfra.Evaluation.Metrics;

namespace AiInfra.Conformance;

internal static class RegressionCalls
{
    public static Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["mae"] = c => MeanAbsoluteError.Of(c.Numbers("yTrue"), c.Numbers("yPred")).Value,
        ["mse"] = c => MeanSquaredError.Of(c.Numbers("yTrue"), c.Numbers("yPred")).Value,
        ["rmse"] = c => RootMeanSquaredError.Of(c.Numbers("yTrue"), c.Numbers("yPred")).Value,
        ["rmsle"] = c => RootMeanSquaredLogError.Of(c.Numbers("yTrue"), c.Numbers("yPred")).Value,
        ["r2"] = c => RSquared.Of(c.Numbers("yTrue"), c.Numbers("yPred")).Value,
        ["mape"] = c => MeanAbsolutePercentageError.Of(c.Numbers("yTrue"), c.Numbers("yPred")).Value,
        ["medianAbsoluteError"] = c => MedianAbsoluteError.Of(c.Numbers("yTrue"), c.Numbers("yPred")).Value,
        ["maxError"] = c => MaxError.Of(c.Numbers("yTrue"), c.Numbers("yPred")).Value,
        ["explainedVariance"] = c => ExplainedVariance.Of(c.Numbers("yTrue"), c.Numbers("yPred")).Value,
        ["pinball"] = c => PinballLoss.Of(c.Numbers("yTrue"), c.Numbers("yPred"), c.Param("alpha") ?? 0.5).Value,
    };
}
