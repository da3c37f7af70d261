class A {
  void run(Order order, Doc doc) {
  // ruleid: java-amount-check-removed
  if (amount.compareTo(payment.getRefundable()) > 0) {
    throw new TooMuch();
  }
  // ruleid: java-amount-check-removed
  if (account.getBalance() < price) throw new NoMoney();
  // ok: java-amount-check-removed
  if (amount > 0) { total += amount; }
  // ok: java-amount-check-removed
  var price = item.getPrice();
  // ok: java-amount-check-removed
  account.setBalance(0);
  }
}
