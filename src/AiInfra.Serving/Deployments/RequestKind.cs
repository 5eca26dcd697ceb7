namespace AiInfra.Serving.Deployments;

/// <summary>In which way a request came.</summary>
public enum RequestKind : byte
{
    /// <summary>One row: <see cref="Deployment.PredictAsync"/>.</summary>
    Row,

    /// <summary>Several rows, at most a batch: a part of <see cref="Deployment.PredictManyAsync"/>.</summary>
    Rows,

    /// <summary>A record: <see cref="Predictor{TIn, TOut}"/>.</summary>
    Record,

    /// <summary>Tensors: <see cref="Deployment.InferAsync"/>, and every request of the Open Inference Protocol.</summary>
    Tensors,
}
