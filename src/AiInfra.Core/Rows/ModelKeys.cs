namespace AiInfra.Core.Rows;

/// <summary>Keys under which a model's file says what it means, and under which the registry keeps the same as tags of a version.</summary>
public static class ModelKeys
{
    /// <summary>What the model answers: "classification" or "regression" in a file, a name of <see cref="ModelTask"/> as a tag.</summary>
    public const string Task = "aiinfra.task";

    /// <summary>The column that the model answers. It is in the training data and not among the inputs.</summary>
    public const string Target = "aiinfra.target";

    /// <summary>The names of a classifier's classes, in the order of their probabilities: a JSON array of strings.</summary>
    public const string Classes = "aiinfra.classes";

    /// <summary>The names of the elements of a model's one vector input: a JSON array of strings. With them rows and records are matched by name.</summary>
    public const string Features = "aiinfra.features";

    /// <summary>The names of answers that the graph calls otherwise, because an input has that name: a JSON object, the graph's name to the answer's.</summary>
    public const string Answers = "aiinfra.answers";

    /// <summary>The name of the runtime that opens the version's files. Without it a version with a file "model.onnx" is opened by ONNX Runtime.</summary>
    public const string Runtime = "aiinfra.runtime";
}
