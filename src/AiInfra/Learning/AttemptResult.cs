using AiInfra.Core.Catalog;
using AiInfra.Evaluation.Gates;

namespace AiInfra.Learning;

/// <summary>How a retraining ended: the registered version when the gate passed, none otherwise.</summary>
internal sealed record AttemptResult(GateDecision Decision, ModelVersion? Version);
