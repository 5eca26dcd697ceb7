namespace AiInfra.Serving.Runtimes;

/// <summary>Slots of models that anybody may have written.</summary>
internal static class ModelSlots
{
    /// <summary>A slot of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="owner">Whose it is, in words of messages; null for "The model".</param>
    /// <exception cref="InferenceException">The model gives none.</exception>
    public static ModelSlot NewSlot(this IModel model, string? owner = null)
    {
        ModelSlot slot = model.CreateSlot() ?? throw new InferenceException($"{owner ?? "The model"} has no slot to run in: {nameof(IModel.CreateSlot)} of {model.GetType().Name} gave null.");
        slot.Owner = owner ?? slot.Owner;
        return slot;
    }
}
