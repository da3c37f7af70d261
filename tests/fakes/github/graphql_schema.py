"""The part of GitHub's public GraphQL schema that Holdfast asks, with GitHub's own names and types."""

SCHEMA = """
scalar BigInt
scalar DateTime
scalar GitObjectID
scalar URI

type Query {
  rateLimit(dryRun: Boolean = false): RateLimit
  repository(followRenames: Boolean = true, name: String!, owner: String!): Repository
}

type RateLimit { cost: Int! limit: Int! nodeCount: Int! remaining: Int! resetAt: DateTime! used: Int! }

type Repository {
  databaseId: Int
  id: ID!
  isArchived: Boolean!
  isPrivate: Boolean!
  nameWithOwner: String!
  defaultBranchRef: Ref
  mergeQueue(branch: String): MergeQueue
  object(expression: String, oid: GitObjectID): GitObject
  pullRequest(number: Int!): PullRequest
  pullRequests(
    after: String, baseRefName: String, before: String, first: Int, last: Int, orderBy: IssueOrder,
    states: [PullRequestState!]
  ): PullRequestConnection!
  ref(qualifiedName: String!): Ref
}

type Ref { id: ID! name: String! target: GitObject }

interface GitObject { abbreviatedOid: String! id: ID! oid: GitObjectID! }

type Blob implements GitObject {
  abbreviatedOid: String!
  byteSize: Int!
  id: ID!
  isBinary: Boolean
  isTruncated: Boolean!
  oid: GitObjectID!
  text: String
}

type Tree implements GitObject { abbreviatedOid: String! entries: [TreeEntry!] id: ID! oid: GitObjectID! }

type TreeEntry {
  mode: Int!
  name: String!
  object: GitObject
  oid: GitObjectID!
  path: String
  size: Int!
  type: String!
}

type Commit implements GitObject {
  abbreviatedOid: String!
  authors(after: String, before: String, first: Int, last: Int): GitActorConnection!
  checkSuites(
    after: String, before: String, filterBy: CheckSuiteFilter, first: Int, last: Int
  ): CheckSuiteConnection
  committer: GitActor
  file(path: String!): TreeEntry
  id: ID!
  message: String!
  oid: GitObjectID!
  parents(after: String, before: String, first: Int, last: Int): CommitConnection!
  tree: Tree!
}

type GitActor { email: String name: String user: User }
type GitActorConnection { nodes: [GitActor] pageInfo: PageInfo! totalCount: Int! }
type CommitConnection { nodes: [Commit] pageInfo: PageInfo! totalCount: Int! }

input CheckSuiteFilter { appId: Int checkName: String }
input CheckRunFilter { appId: Int checkName: String checkType: CheckRunType status: CheckStatusState }
enum CheckRunType { ALL LATEST }
enum CheckStatusState { COMPLETED IN_PROGRESS PENDING QUEUED REQUESTED WAITING }
enum CheckConclusionState {
  ACTION_REQUIRED CANCELLED FAILURE NEUTRAL SKIPPED STALE STARTUP_FAILURE SUCCESS TIMED_OUT
}

type CheckSuiteConnection { nodes: [CheckSuite] pageInfo: PageInfo! totalCount: Int! }
type CheckSuite {
  checkRuns(
    after: String, before: String, filterBy: CheckRunFilter, first: Int, last: Int
  ): CheckRunConnection
  databaseId: Int
  id: ID!
}
type CheckRunConnection { nodes: [CheckRun] pageInfo: PageInfo! totalCount: Int! }
type CheckRun {
  conclusion: CheckConclusionState
  externalId: String
  id: ID!
  name: String!
  status: CheckStatusState!
}

type PageInfo { endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String }

interface Actor { login: String! }
type User implements Actor { databaseId: Int id: ID! login: String! }
type Bot implements Actor { databaseId: Int id: ID! login: String! }
type Mannequin implements Actor { databaseId: Int id: ID! login: String! }
type Organization implements Actor { databaseId: Int id: ID! login: String! }

input IssueOrder { direction: OrderDirection! field: IssueOrderField! }
enum IssueOrderField { COMMENTS CREATED_AT UPDATED_AT }
enum OrderDirection { ASC DESC }
type PullRequestConnection { nodes: [PullRequest] pageInfo: PageInfo! totalCount: Int! }
type MergeQueue { entries(after: String, before: String, first: Int, last: Int): MergeQueueEntryConnection id: ID! }
type MergeQueueEntryConnection { nodes: [MergeQueueEntry] pageInfo: PageInfo! totalCount: Int! }
type MergeQueueEntry {
  baseCommit: Commit
  headCommit: Commit
  id: ID!
  position: Int!
  pullRequest: PullRequest
}

enum PullRequestState { CLOSED MERGED OPEN }
enum DiffSide { LEFT RIGHT }

type PullRequest {
  assignees(after: String, before: String, first: Int, last: Int): UserConnection!
  author: Actor
  baseRef: Ref
  baseRefName: String!
  baseRefOid: GitObjectID!
  body: String!
  changedFiles: Int!
  commits(after: String, before: String, first: Int, last: Int): PullRequestCommitConnection!
  headRefName: String!
  headRefOid: GitObjectID!
  headRepository: Repository
  id: ID!
  isCrossRepository: Boolean!
  isDraft: Boolean!
  labels(after: String, before: String, first: Int, last: Int): LabelConnection
  mergeCommit: Commit
  merged: Boolean!
  mergedAt: DateTime
  number: Int!
  reviewThreads(after: String, before: String, first: Int, last: Int): PullRequestReviewThreadConnection!
  state: PullRequestState!
  title: String!
}

type PullRequestCommitConnection { nodes: [PullRequestCommit] pageInfo: PageInfo! totalCount: Int! }
type PullRequestCommit { commit: Commit! id: ID! }

type UserConnection { nodes: [User] pageInfo: PageInfo! totalCount: Int! }
type LabelConnection { nodes: [Label] pageInfo: PageInfo! totalCount: Int! }
type Label { name: String! }

type PullRequestReviewThreadConnection {
  nodes: [PullRequestReviewThread]
  pageInfo: PageInfo!
  totalCount: Int!
}
type PullRequestReviewThread {
  comments(after: String, before: String, first: Int, last: Int): PullRequestReviewCommentConnection!
  diffSide: DiffSide!
  id: ID!
  isOutdated: Boolean!
  isResolved: Boolean!
  line: Int
  path: String!
  viewerCanResolve: Boolean!
  viewerCanUnresolve: Boolean!
}
type PullRequestReviewCommentConnection {
  nodes: [PullRequestReviewComment]
  pageInfo: PageInfo!
  totalCount: Int!
}
type PullRequestReviewComment {
  author: Actor
  body: String!
  id: ID!
  originalCommit: Commit
  viewerDidAuthor: Boolean!
}

type PullRequestReview { body: String! id: ID! }

type Mutation {
  addPullRequestReview(input: AddPullRequestReviewInput!): AddPullRequestReviewPayload
  addPullRequestReviewThreadReply(
    input: AddPullRequestReviewThreadReplyInput!
  ): AddPullRequestReviewThreadReplyPayload
  resolveReviewThread(input: ResolveReviewThreadInput!): ResolveReviewThreadPayload
  unresolveReviewThread(input: UnresolveReviewThreadInput!): UnresolveReviewThreadPayload
}
enum PullRequestReviewEvent { APPROVE COMMENT DISMISS REQUEST_CHANGES }
input DraftPullRequestReviewThread {
  body: String!
  line: Int
  path: String
  side: DiffSide = RIGHT
  startLine: Int
  startSide: DiffSide = RIGHT
}
input AddPullRequestReviewInput {
  body: String
  clientMutationId: String
  commitOID: GitObjectID
  event: PullRequestReviewEvent
  pullRequestId: ID!
  threads: [DraftPullRequestReviewThread]
}
type AddPullRequestReviewPayload { clientMutationId: String pullRequestReview: PullRequestReview }
input AddPullRequestReviewThreadReplyInput {
  body: String!
  clientMutationId: String
  pullRequestReviewId: ID
  pullRequestReviewThreadId: ID!
}
type AddPullRequestReviewThreadReplyPayload { clientMutationId: String comment: PullRequestReviewComment }
input ResolveReviewThreadInput { clientMutationId: String threadId: ID! }
type ResolveReviewThreadPayload { clientMutationId: String thread: PullRequestReviewThread }
input UnresolveReviewThreadInput { clientMutationId: String threadId: ID! }
type UnresolveReviewThreadPayload { clientMutationId: String thread: PullRequestReviewThread }
"""
