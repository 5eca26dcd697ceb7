namespace AiInfra.Evaluation;

/// <summary>Composes an <see cref="EvaluationPlan"/> over rows, whose columns are named; over the records of one type <see cref="EvaluationBuilder{T}"/> does.</summary>
/// <param name="name">Name of the evaluation.</param>
public sealed class EvaluationBuilder(string name) : EvaluationBuilderBase<EvaluationBuilder>(name);
