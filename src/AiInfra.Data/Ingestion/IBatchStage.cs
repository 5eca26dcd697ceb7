using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>A step of an ingestion: makes a run's state.</summary>
internal interface IBatchStage
{
    /// <summary>Begins a run; the result takes every batch in turn.</summary>
    Func<RowBatch, RowBatch> Begin(StageContext context);
}
