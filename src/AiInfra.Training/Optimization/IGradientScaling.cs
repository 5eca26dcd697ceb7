namespace AiInfra.Training.Optimization;

/// <summary>An optimizer that multiplies the gradients as it reads them, which saves a pass over them.</summary>
internal interface IGradientScaling
{
    /// <summary>Factor for the next step.</summary>
    double GradientScale { get; set; }
}
