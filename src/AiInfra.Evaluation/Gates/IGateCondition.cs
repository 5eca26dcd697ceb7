namespace AiInfra.Evaluation.Gates;

/// <summary>A condition of a gate. Stateless: it may be asked again and by many threads.</summary>
public interface IGateCondition
{
    /// <summary>The condition in words, always the same; not empty.</summary>
    string Description { get; }

    /// <summary>Whether it holds. Whatever else it throws, null and a verdict that is none fail it with the reason in words; the rest of the decision and the report stay.</summary>
    /// <exception cref="MissingEvidenceException">It asks for what the context lacks; the gate takes that for not enough evidence.</exception>
    ConditionResult Check(GateContext context);
}
